package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * The first directory of a TIFF file: numbers by their tags. EXIF data, which images of other
 * formats carry, have the same form. Format: TIFF 6.0, section 2.
 *
 * @param entries where the entries start
 * @param count how many there are
 */
record TiffFields(HeaderBytes bytes, ByteOrder order, long entries, int count) {
  /** Columns. */
  static final int WIDTH = 256;

  /** Rows. */
  static final int HEIGHT = 257;

  /** Values of a pixel. */
  static final int SAMPLES = 277;

  /** Columns of a tile. */
  static final int TILE_WIDTH = 322;

  /** Rows of a tile. */
  static final int TILE_HEIGHT = 323;

  /** How the image is turned: 1 not at all, to 8. */
  static final int ORIENTATION = 274;

  private static final int ENTRY = 12;

  /**
   * The fields of data that start at a place.
   *
   * @throws IOException if they are not a TIFF of at most 4 GiB
   */
  static TiffFields of(HeaderBytes bytes, long start) throws IOException {
    ByteOrder order;
    if (bytes.has(start, "II*\0")) {
      order = ByteOrder.LITTLE_ENDIAN;
    } else if (bytes.has(start, "MM\0*")) {
      order = ByteOrder.BIG_ENDIAN;
    } else {
      throw new IOException("It is not a TIFF.");
    }
    long directory = start + bytes.number(start + 4, 4, order);
    int count = (int) bytes.number(directory, 2, order);
    return new TiffFields(bytes, order, directory + 2, count);
  }

  /** The first value of a tag; another where there is none. */
  long value(int tag, long otherwise) throws IOException {
    for (int i = 0; i < count; i++) {
      long entry = entries + (long) i * ENTRY;
      if (bytes.number(entry, 2, order) == tag) {
        return bytes.number(entry + 8, size((int) bytes.number(entry + 2, 2, order)), order);
      }
    }
    return otherwise;
  }

  private static int size(int type) throws IOException {
    return switch (type) {
      case 1, 6 -> 1;
      case 3, 8 -> 2;
      case 4, 9 -> 4;
      default ->
          throw new IOException("It is damaged: a size in its header is not a whole number.");
    };
  }
}
