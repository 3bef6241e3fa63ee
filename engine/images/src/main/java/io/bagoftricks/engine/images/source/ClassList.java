package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.IOUtils;

/** The names of classes in a text, one per line, in the order of labels. */
final class ClassList {
  private static final long MOST_BYTES = 1 << 24;

  private ClassList() {}

  /**
   * Reads the names; empty lines do not count, and nor does a byte order mark.
   *
   * @throws IOException if it is too long, not in UTF-8, or has a name twice; the message is a
   *     sentence
   */
  static List<String> read(ImageFile list) throws IOException {
    if (list.size() > MOST_BYTES) {
      throw new IOException(
          "%s has %s bytes, but may have at most %s: it has the names of the classes, one per line."
              .formatted(list, list.size(), MOST_BYTES));
    }
    List<String> lines;
    try (SeekableByteChannel channel = list.open();
        Reader reader = Utf8.reader(Channels.newInputStream(channel))) {
      lines = IOUtils.toString(reader).lines().toList();
    } catch (CharacterCodingException e) {
      throw Utf8.fault(list.toString(), e);
    }
    if (lines.stream().anyMatch(line -> line.indexOf(0) >= 0)) {
      throw Utf8.fault(list.toString(), null); // UTF-16 without its mark
    }
    List<String> names = lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IOException(
            "%s has the class '%s' twice. Take one of the lines out.".formatted(list, name));
      }
    }
    return names;
  }
}
