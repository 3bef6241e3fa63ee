package io.bagoftricks.engine.images;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BOMInputStream;
import org.jspecify.annotations.Nullable;

/** The names of classes in a text, one a line, in the order of labels. */
final class ClassList {
  private static final long MOST_BYTES = 1 << 24;

  private ClassList() {}

  /**
   * Reads the names; empty lines do not count, and nor does a byte order mark.
   *
   * @throws IOException if it is too long, or not in UTF-8; the message is a sentence
   */
  static List<String> read(ImageFile list) throws IOException {
    if (list.size() > MOST_BYTES) {
      throw new IOException(
          "%s has %s bytes, but may have at most %s: it has the names of the classes, one a line."
              .formatted(list, list.size(), MOST_BYTES));
    }
    List<String> lines;
    try (SeekableByteChannel channel = list.open();
        Reader reader = text(channel)) {
      lines = IOUtils.toString(reader).lines().toList();
    } catch (CharacterCodingException e) {
      throw notUtf8(list, e);
    }
    if (lines.stream().anyMatch(line -> line.indexOf(0) >= 0)) {
      throw notUtf8(list, null); // UTF-16 without its mark
    }
    return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static Reader text(SeekableByteChannel channel) throws IOException {
    return new InputStreamReader(
        BOMInputStream.builder()
            .setInputStream(Channels.newInputStream(channel))
            .setByteOrderMarks(ByteOrderMark.UTF_8)
            .get(),
        StandardCharsets.UTF_8.newDecoder());
  }

  private static IOException notUtf8(ImageFile list, @Nullable Exception e) {
    return new IOException("%s is not a text in UTF-8. Save it as UTF-8.".formatted(list), e);
  }
}
