package io.bagoftricks.engine.images;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.io.IOUtils;

/** The names of classes in a text, one a line, in the order of labels. */
final class ClassList {
  private static final long MOST_BYTES = 1 << 24;

  private ClassList() {}

  /**
   * Reads the names; empty lines do not count.
   *
   * @param place where the text belongs to, for messages
   * @throws IOException if it is too long, or not in UTF-8
   */
  static List<String> read(ImageFile list, String place) throws IOException {
    if (list.size() > MOST_BYTES) {
      throw new IOException(
          "%s of %s has %s bytes, but may have at most %s."
              .formatted(ImageTree.CLASSES, place, list.size(), MOST_BYTES));
    }
    try (SeekableByteChannel channel = list.open();
        Reader reader = Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), -1)) {
      return IOUtils.readLines(reader).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (CharacterCodingException e) {
      throw new IOException(
          "%s of %s is not a text in UTF-8.".formatted(ImageTree.CLASSES, place), e);
    }
  }
}
