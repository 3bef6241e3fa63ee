package io.bagoftricks.engine.images;

import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The header of an image file, read without the image. Decoders reserve memory by it, so it is
 * checked first. Formats that are not known here are refused, because it is not known how much
 * memory they would take.
 *
 * @param width columns that are decoded at once
 * @param height rows that are decoded at once
 * @param transparency whether pixels may be transparent
 * @param orientation how to turn the image, by EXIF's numbers from 1, not at all; known of a JPEG,
 *     and where there may be transparency
 * @param isJpeg whether it is a JPEG
 */
record ImageHeader(long width, long height, boolean transparency, int orientation, boolean isJpeg) {
  private static final int MOST_PARTS = 1_000_000;
  private static final String FORMATS = "JPEG, PNG, GIF, WebP, BMP or TIFF";
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  /** Of a format that is decoded whole. */
  private ImageHeader(long width, long height, boolean transparency, int orientation) {
    this(width, height, transparency, orientation, false);
  }

  /**
   * Reads a header.
   *
   * @throws IOException if it is damaged, or of no format that is known; the message is a sentence
   */
  static ImageHeader read(HeaderBytes bytes) throws IOException {
    ImageHeader header = header(bytes);
    if (header.width < 1 || header.height < 1) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Its header says %d x %d pixels, which is not an image. It is damaged.",
              header.width,
              header.height));
    }
    return header;
  }

  private static ImageHeader header(HeaderBytes bytes) throws IOException {
    ImageFormat format =
        ImageFormat.of(ByteBuffer.wrap(bytes.first(ImageFormat.MARK_BYTES)))
            .orElseThrow(
                () ->
                    new IOException(
                        "The file is not an image that can be read: it must be " + FORMATS + "."));
    return switch (format) {
      case JPEG -> jpeg(bytes);
      case PNG -> png(bytes);
      case GIF -> gif(bytes);
      case WEBP -> webp(bytes);
      case BMP -> bmp(bytes);
      case TIFF, TIFF_BIG_ENDIAN -> tiff(bytes);
    };
  }

  /** The canvas; frames lie in it. */
  private static ImageHeader gif(HeaderBytes bytes) throws IOException {
    return new ImageHeader(bytes.number(6, 2, LITTLE), bytes.number(8, 2, LITTLE), true, 1);
  }

  /**
   * Width, height and color type are in the first chunk; tRNS and eXIf before the pixels. No chunk
   * may be longer than the file: a decoder reserves memory by its length too.
   */
  private static ImageHeader png(HeaderBytes bytes) throws IOException {
    int alpha = 4;
    boolean transparency = (bytes.at(25) & alpha) != 0;
    int orientation = 1;
    long chunk = 8;
    for (int part = 0; !bytes.has(chunk - 8, "IEND"); part++) {
      checkParts(part);
      if (chunk >= bytes.size()) {
        throw new IOException("It is cut off: its last part is missing.");
      }
      long end = chunk + 12 + bytes.number(chunk, 4, BIG);
      if (end > bytes.size()) {
        throw new IOException("It is cut off: a part of it is longer than the file.");
      }
      transparency |= bytes.has(chunk + 4, "tRNS");
      if (bytes.has(chunk + 4, "eXIf")) {
        orientation = orientation(bytes, chunk + 8);
      }
      chunk = end;
    }
    return new ImageHeader(
        bytes.number(16, 4, BIG), bytes.number(20, 4, BIG), transparency, orientation);
  }

  /** The size is in the start of the frame, behind segments of any number. */
  private static ImageHeader jpeg(HeaderBytes bytes) throws IOException {
    long place = 2;
    int orientation = 0;
    for (int part = 0; ; part++) {
      checkParts(part);
      if (bytes.at(place) != 0xFF) {
        throw new IOException("It is damaged: a JPEG without the start of its frame.");
      }
      int marker = bytes.at(place + 1);
      if (marker == 0) { // decoders go on behind it, and would find another header
        throw new IOException("It is damaged: a JPEG with bytes of a scan in its header.");
      } else if (marker == 0xFF) { // filling
        place++;
      } else if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) { // without a length
        place += 2;
      } else if (isFrame(marker)) {
        return new ImageHeader(
            bytes.number(place + 7, 2, BIG),
            bytes.number(place + 5, 2, BIG),
            false,
            orientation,
            true);
      } else {
        if (marker == 0xE1 && orientation == 0 && bytes.has(place + 4, "Exif\0\0")) {
          orientation = orientation(bytes, place + 10);
        }
        place += 2 + Math.max(2, bytes.number(place + 2, 2, BIG));
      }
    }
  }

  private static boolean isFrame(int marker) {
    boolean other = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker >= 0xC0 && marker <= 0xCF && !other;
  }

  /** RFC 9649: lossy, lossless, or extended with a canvas. */
  private static ImageHeader webp(HeaderBytes bytes) throws IOException {
    int fourteen = 0x3FFF;
    if (bytes.has(12, "VP8 ")) {
      return new ImageHeader(
          bytes.number(26, 2, LITTLE) & fourteen, bytes.number(28, 2, LITTLE) & fourteen, false, 1);
    }
    if (bytes.has(12, "VP8L")) {
      long sizes = bytes.number(21, 4, LITTLE);
      return new ImageHeader((sizes & fourteen) + 1, (sizes >> 14 & fourteen) + 1, true, 1);
    }
    if (bytes.has(12, "VP8X")) {
      return new ImageHeader(
          bytes.number(24, 3, LITTLE) + 1,
          bytes.number(27, 3, LITTLE) + 1,
          true,
          orientationOfWebp(bytes));
    }
    throw new IOException("It is damaged: a WebP without an image.");
  }

  /** EXIF data come behind the image, in a chunk of their own. */
  private static int orientationOfWebp(HeaderBytes bytes) throws IOException {
    long end = 8 + bytes.number(4, 4, LITTLE);
    long chunk = 12;
    for (int part = 0; chunk + 8 <= end; part++) {
      checkParts(part);
      if (bytes.has(chunk, "EXIF")) {
        return orientation(bytes, chunk + 8 + (bytes.has(chunk + 8, "Exif\0\0") ? 6 : 0));
      }
      long length = bytes.number(chunk + 4, 4, LITTLE);
      chunk += 8 + length + length % 2;
    }
    return 1;
  }

  /** EXIF data that are damaged turn nothing. */
  private static int orientation(HeaderBytes bytes, long place) {
    try {
      return (int) TiffFields.of(bytes, place).value(TiffFields.ORIENTATION, 1);
    } catch (IOException e) {
      return 1;
    }
  }

  private static void checkParts(int part) throws IOException {
    if (part > MOST_PARTS) {
      throw new IOException(
          String.format(
              Locale.ROOT, "It is damaged: its header has more than %d parts.", MOST_PARTS));
    }
  }

  /** A height below zero means rows from the top; the header of OS/2 has shorter numbers. */
  private static ImageHeader bmp(HeaderBytes bytes) throws IOException {
    int oldest = 12;
    if (bytes.number(14, 4, LITTLE) == oldest) {
      return new ImageHeader(bytes.number(18, 2, LITTLE), bytes.number(20, 2, LITTLE), false, 1);
    }
    long width = (int) bytes.number(18, 4, LITTLE);
    long height = (int) bytes.number(22, 4, LITTLE);
    boolean alpha = bytes.number(28, 2, LITTLE) == Integer.SIZE;
    return new ImageHeader(width, Math.abs(height), alpha, 1);
  }

  /** A file may ask for strips or tiles that are larger than its image. */
  private static ImageHeader tiff(HeaderBytes bytes) throws IOException {
    TiffFields fields = TiffFields.of(bytes, 0);
    long width = fields.value(TiffFields.WIDTH, 0);
    long height = fields.value(TiffFields.HEIGHT, 0);
    long tileWidth = fields.value(TiffFields.TILE_WIDTH, 1);
    long tileHeight = fields.value(TiffFields.TILE_HEIGHT, 1);
    long samples = fields.value(TiffFields.SAMPLES, 1);
    return new ImageHeader(
        width < 1 ? width : Math.max(width, tileWidth),
        height < 1 ? height : Math.max(height, tileHeight),
        samples == 2 || samples == 4,
        1);
  }

  /** Height and width, of an image that {@link #fits} so many pixels as an array can hold. */
  Size size() {
    return new Size(Math.toIntExact(height), Math.toIntExact(width));
  }

  /** Whether the image has at most so many pixels. */
  boolean fits(long mostPixels) {
    // Not a product, which might not fit into 64 bits.
    return width <= mostPixels / height;
  }
}
