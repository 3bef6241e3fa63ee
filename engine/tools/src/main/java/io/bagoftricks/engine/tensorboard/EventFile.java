package io.bagoftricks.engine.tensorboard;

import io.bagoftricks.engine.storage.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * An event file that grows. Each entry is one record of the TFRecord format (length, checksum of
 * the length, bytes, checksum of the bytes) and is handed to the system in one piece.
 */
public final class EventFile implements Closeable {
  private final InstantSource clock;
  private final OutputStream out;

  private EventFile(InstantSource clock, OutputStream out) {
    this.clock = clock;
    this.out = out;
  }

  /**
   * Starts a new file in a folder.
   *
   * @param folder where it goes, beside the files of earlier sessions of the same run
   * @param fromStep steps done before: what earlier files hold of later ones is void
   */
  public static EventFile create(Disk disk, Path folder, long fromStep, InstantSource clock)
      throws IOException {
    EventFile file = new EventFile(clock, open(disk, folder, clock.instant()));
    file.append(Event.header(file.now()));
    if (fromStep > 0) {
      file.goBack(fromStep);
    }
    return file;
  }

  /** Says that what was written of steps after this one is void. */
  public void goBack(long step) throws IOException {
    append(Event.start(now(), step + 1));
  }

  /** Appends scalars by tag at a step. */
  public void append(long step, Map<String, Double> scalars) throws IOException {
    append(Event.of(now(), step, scalars));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void append(Event event) throws IOException {
    out.write(record(event.toBytes()));
    out.flush();
  }

  private double now() {
    return clock.millis() / 1e3;
  }

  private static byte[] record(byte[] event) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + event.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    record.putInt(Crc.masked(record.array(), 0, Long.BYTES));
    record.put(event);
    record.putInt(Crc.masked(event, 0, event.length));
    return record.array();
  }

  /** TensorBoard reads the files of a folder in the order of their names. */
  private static OutputStream open(Disk disk, Path folder, Instant time) throws IOException {
    int number = 0;
    Path file = named(folder, time, number);
    // Another session may have begun in the same second.
    while (Files.exists(file)) {
      number++;
      file = named(folder, time, number);
    }
    return disk.create(file);
  }

  private static Path named(Path folder, Instant time, int number) {
    return folder.resolve(
        EventFolder.PREFIX
            + String.format(Locale.ROOT, "%010d.%03d", time.getEpochSecond(), number));
  }
}
