package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The scans of a JPEG. A progressive one may have any number of them, each of which is decoded over
 * the whole picture, however few bytes it has.
 */
final class JpegScans {
  /** As many as libjpeg-turbo's own fuzzers allow; usual files have about ten. */
  static final int MOST = 500;

  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;

  private final ByteBuffer bytes;
  private long place;

  private JpegScans(ByteBuffer bytes) {
    this.bytes = bytes;
    this.place = bytes.position();
  }

  /**
   * Counts the scans, decoding nothing. Bytes that are not a JPEG have none.
   *
   * @param bytes of a file; their position stays
   * @throws IOException if there are more than {@value #MOST}; the message is a sentence
   */
  static void check(ByteBuffer bytes) throws IOException {
    if (new JpegScans(bytes).count() > MOST) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "It is a progressive JPEG of more than %d scans, each of which is decoded over the"
                  + " whole picture; at most %d are allowed. Save it as another JPEG.",
              MOST,
              MOST));
    }
  }

  /** How many scans a decoder would read, but no more than one above the most. */
  private int count() {
    int scans = 0;
    int components = 0;
    while (scans <= MOST && next()) {
      int marker = at(place + 1);
      if (marker == END_OF_IMAGE) {
        return scans;
      }
      if (marker == START_OF_SCAN) {
        scans++;
        if (components > 0 && at(place + 4) == components) {
          return scans; // nothing is left for another one
        }
      } else if (marker == 0xC0 || marker == 0xC1 || marker == 0xC9) { // not progressive
        components = at(place + 9);
      }
      place +=
          2 + (hasLength(marker) ? Math.max(2, at(place + 2) << Byte.SIZE | at(place + 3)) : 0);
    }
    return scans;
  }

  /** Goes on to the next marker; false at the end. */
  private boolean next() {
    while (place + 1 < bytes.limit()) {
      int marker = at(place) == 0xFF ? at(place + 1) : 0;
      if (marker != 0 && marker != 0xFF) { // neither a byte of a scan nor filling
        return true;
      }
      place++;
    }
    return false;
  }

  private static boolean hasLength(int marker) {
    return marker != 0x01 && !(marker >= 0xD0 && marker <= START_OF_IMAGE);
  }

  /** A byte, from 0 to 255; 0 behind the end. */
  private int at(long index) {
    return index < bytes.limit() ? Byte.toUnsignedInt(bytes.get((int) index)) : 0;
  }
}
