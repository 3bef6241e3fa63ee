package io.bagoftricks.engine.internal.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file that holds the name of a checkpoint: a line with the name, and one with the name's
 * checksum, since another name would be another run's end.
 */
final class CheckpointPointer {
  private static final int LONGEST = 200;

  private CheckpointPointer() {}

  /** The text of the file that points to a checkpoint of this name. */
  static String text(String name) {
    CRC32C sum = new CRC32C();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%s\ncrc32c %08x\n", name, sum.getValue());
  }

  /**
   * The name that a file holds; empty if there is no such file.
   *
   * @throws IOException if the file holds anything but what {@link #text} gives, or cannot be read
   */
  static Optional<String> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      throw new IOException("it is not a file with the name of a checkpoint");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String name = text.lines().findFirst().orElse("");
    if (CheckpointName.parse(name).isEmpty() || !text.equals(text(name))) {
      throw new IOException("it does not hold the name of a checkpoint and that name's checksum");
    }
    return Optional.of(name);
  }
}
