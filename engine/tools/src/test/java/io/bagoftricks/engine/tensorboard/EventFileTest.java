package io.bagoftricks.engine.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.tensorboard.EventFolder.Point;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog.SessionStatus;

/** Files are read back as TensorFlow reads them: with its own messages, and a plain checksum. */
final class EventFileTest {
  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_250L);

  @TempDir private Path folder;

  @Test
  void writesWhatTensorFlowReads() throws IOException {
    try (EventFile file = EventFile.create(Disk.local(), folder, 0, InstantSource.fixed(TIME))) {
      file.append(7, Map.of("train/loss", 1.5, "train/top1", 0.25));
      file.append(8, Map.of("train/loss", 1.25));
    }

    Path file = onlyFile();
    assertThat(file.getFileName()).hasToString("events.out.tfevents.1700000000.000");
    // As every file of TensorFlow's own writer begins: 24 bytes, and the checksum of that.
    assertThat(HexFormat.of().formatHex(Arrays.copyOf(Files.readAllBytes(file), 12)))
        .isEqualTo("1800000000000000a37f4b22");
    List<Event> events = events(file);
    assertThat(events).hasSize(3);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events).extracting(Event::getWallTime).containsOnly(1_700_000_000.25);
    assertThat(events).extracting(Event::getStep).containsExactly(0L, 7L, 8L);
    assertThat(events.get(1).getSummary().getValueList())
        .extracting(value -> value.getTag() + "=" + value.getSimpleValue())
        .containsExactly("train/loss=1.5", "train/top1=0.25");
  }

  @Test
  void marksWhereAResumedRunGoesOn() throws IOException {
    try (EventFile first = EventFile.create(Disk.local(), folder, 0, InstantSource.fixed(TIME))) {
      for (int step = 1; step <= 5; step++) {
        first.append(step, Map.of("loss", 10.0 + step));
      }
    }
    try (EventFile resumed = EventFile.create(Disk.local(), folder, 3, InstantSource.fixed(TIME))) {
      resumed.append(4, Map.of("loss", 24.0));
    }

    Event start = events(folder.resolve("events.out.tfevents.1700000000.001")).get(1);
    assertThat(start.getSessionLog().getStatus()).isEqualTo(SessionStatus.START);
    assertThat(start.getStep()).isEqualTo(4);
    assertThat(EventFolder.read(folder))
        .containsOnlyKeys("loss")
        .containsEntry(
            "loss",
            List.of(new Point(1, 11), new Point(2, 12), new Point(3, 13), new Point(4, 24)));
  }

  @Test
  void readsWhatAKilledRunLeft() throws IOException {
    try (EventFile file = EventFile.create(Disk.local(), folder, 0, InstantSource.fixed(TIME))) {
      file.append(1, Map.of("loss", 1.0));
      file.append(2, Map.of("loss", 2.0));
    }
    byte[] bytes = Files.readAllBytes(onlyFile());
    Files.write(onlyFile(), Arrays.copyOf(bytes, bytes.length - 3));

    assertThat(EventFolder.read(folder)).containsEntry("loss", List.of(new Point(1, 1)));
  }

  @Test
  void refusesADamagedRecord() throws IOException {
    try (EventFile file = EventFile.create(Disk.local(), folder, 0, InstantSource.fixed(TIME))) {
      file.append(1, Map.of("loss", 1.0));
    }
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[bytes.length - 6] ^= 1;
    Files.write(onlyFile(), bytes);

    assertThatThrownBy(() -> EventFolder.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the record at byte 40 is damaged");
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static List<Event> events(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      buffer.get(length);
      assertThat(buffer.getInt()).isEqualTo(masked(length));
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      buffer.get(event);
      assertThat(buffer.getInt()).isEqualTo(masked(event));
      events.add(Event.parseFrom(event));
    }
    return events;
  }

  /** CRC-32C bit by bit (polynomial 0x1EDC6F41, reflected), masked as TFRecord's format says. */
  private static int masked(byte[] bytes) {
    int crc = -1;
    for (byte each : bytes) {
      crc ^= Byte.toUnsignedInt(each);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }
}
