package io.bagoftricks.engine.images;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecoderRoomTest {
  @TempDir private Path folder;

  /** As a segment of a pack may be. */
  @Test
  void aFileThatIsCutWhileItIsReadIsAnErrorThatSaysSo() throws IOException {
    Path segment = Files.write(folder.resolve("00000.segment"), new byte[500]);
    try (PartChannel part = new PartChannel("segment", FileChannel.open(segment), 16, 400);
        FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.truncate(100);
      assertThatThrownBy(() -> new DecoderRoom().fill(part))
          .isInstanceOf(IOException.class)
          .hasMessage("The file became shorter while it was read.");
    }
  }
}
