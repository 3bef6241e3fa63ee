package io.bagoftricks.engine.images.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.jspecify.annotations.Nullable;

/** Texts in UTF-8. */
final class Utf8 {
  private Utf8() {}

  /** Leaves out a byte order mark, and fails where the text is in another encoding. */
  static Reader reader(InputStream in) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            BOMInputStream.builder()
                .setInputStream(in)
                .setByteOrderMarks(ByteOrderMark.UTF_8)
                .get(),
            StandardCharsets.UTF_8.newDecoder()));
  }

  /**
   * Says that a text is in another encoding.
   *
   * @param name of the file, for messages
   */
  static IOException fault(String name, @Nullable Exception e) {
    return new IOException("%s is not a text in UTF-8. Save it as UTF-8.".formatted(name), e);
  }
}
