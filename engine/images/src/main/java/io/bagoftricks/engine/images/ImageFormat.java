package io.bagoftricks.engine.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** The formats of image files that can be read, told by their first bytes. */
public enum ImageFormat {
  /** Lossy, or of cameras: ISO 10918. */
  JPEG("\u00ff\u00d8\u00ff"),
  /** Lossless: RFC 2083. */
  PNG("\u0089PNG\r\n\u001a\n"),
  /** Of up to 256 colors, of which the first picture counts. */
  GIF("GIF8.a"),
  /** RFC 9649. */
  WEBP("RIFF....WEBP"),
  /** Of Windows, without compression as a rule. */
  BMP("BM"),
  /** TIFF 6.0, with the lower byte first. */
  TIFF("II*\0"),
  /** TIFF 6.0, with the higher byte first. */
  TIFF_BIG_ENDIAN("MM\0*");

  /** How many bytes at the beginning of a file tell its format. */
  static final int MARK_BYTES = 12;

  private static final char ANY = '.';

  private final String mark;

  /**
   * A format.
   *
   * @param mark a file begins with it; a dot in it is any byte
   */
  ImageFormat(String mark) {
    this.mark = mark;
  }

  /** The format of a file's bytes, of which the position stays; empty where it is none of these. */
  public static Optional<ImageFormat> of(ByteBuffer file) {
    byte[] start = new byte[Math.min(MARK_BYTES, file.remaining())];
    file.get(file.position(), start);
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).filter(format -> begins(text, format.mark)).findFirst();
  }

  private static boolean begins(String text, String mark) {
    return text.length() >= mark.length()
        && IntStream.range(0, mark.length())
            .allMatch(i -> mark.charAt(i) == ANY || mark.charAt(i) == text.charAt(i));
  }

  @Override
  public String toString() {
    return this == TIFF_BIG_ENDIAN ? "TIFF" : name();
  }
}
