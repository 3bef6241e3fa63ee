package io.bagoftricks.engine.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats of image files that can be read, told by their first bytes. */
public enum ImageFormat {
  /** Lossy, or of cameras: ISO 10918. */
  JPEG("\u00ff\u00d8\u00ff", 0),
  /** Lossless: RFC 2083. */
  PNG("\u0089PNG\r\n\u001a\n", 0),
  /** Of up to 256 colors, of which the first picture counts. */
  GIF("GIF8", 0),
  /** RFC 9649. */
  WEBP("WEBP", 8),
  /** Of Windows, without compression as a rule. */
  BMP("BM", 0),
  /** TIFF 6.0, with the lower byte first. */
  TIFF("II*\0", 0),
  /** TIFF 6.0, with the higher byte first. */
  TIFF_BIG_ENDIAN("MM\0*", 0);

  private final String mark;
  private final int place;

  ImageFormat(String mark, int place) {
    this.mark = mark;
    this.place = place;
  }

  /** The format of a file's bytes, of which the position stays; empty where it is none of these. */
  public static Optional<ImageFormat> of(ByteBuffer file) {
    for (ImageFormat format : values()) {
      if (format.isOf(file)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean isOf(ByteBuffer file) {
    if (file.remaining() < place + mark.length()) {
      return false;
    }
    byte[] start = new byte[mark.length()];
    file.get(file.position() + place, start);
    return mark.equals(new String(start, StandardCharsets.ISO_8859_1));
  }

  @Override
  public String toString() {
    return this == TIFF_BIG_ENDIAN ? "TIFF" : name();
  }
}
