package io.bagoftricks.engine.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Pictures that this program has drawn: a chunk of text right behind the header says so. */
public final class DrawnPng {
  /** The signature, and the chunk IHDR. */
  private static final int HEADER = 33;

  private static final byte[] MARK = mark();

  private DrawnPng() {}

  /** The same picture, with the mark. */
  static byte[] marked(byte[] png) {
    return ByteBuffer.allocate(png.length + MARK.length)
        .put(png, 0, HEADER)
        .put(MARK)
        .put(png, HEADER, png.length - HEADER)
        .array();
  }

  /**
   * Whether a file has the mark.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean isIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(HEADER + MARK.length);
      return begin.length == HEADER + MARK.length
          && Arrays.equals(begin, HEADER, begin.length, MARK, 0, MARK.length);
    }
  }

  private static byte[] mark() {
    byte[] text = "tEXtSoftware\0Bag of Tricks".getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(text);
    return ByteBuffer.allocate(text.length + 2 * Integer.BYTES)
        .putInt(text.length - Integer.BYTES)
        .put(text)
        .putInt((int) sum.getValue())
        .array();
  }
}
