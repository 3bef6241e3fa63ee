package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.table.Csv;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table in the folder of a run. */
public final class RunTable {
  private RunTable() {}

  /**
   * Its lines; none where there is no file.
   *
   * @throws IOException if it cannot be read, or is not a table; the message names it, and says
   *     what to do
   */
  public static List<List<String>> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw damaged(file, "It is not UTF-8.", e);
    }
    try {
      return Csv.read(text);
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** The failure of a file that is not what a run writes, with what to do. */
  static IOException damaged(Path file, String reason, @Nullable Exception cause) {
    return new IOException(
        "%s is damaged. %s Delete it to do without it.".formatted(file, reason), cause);
  }
}
