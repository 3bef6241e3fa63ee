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

  private JpegScans() {}

  /**
   * Counts the scans, decoding nothing. Bytes that are not a JPEG have none.
   *
   * @param bytes of a file; their position stays
   * @throws IOException if there are more than {@value #MOST}; the message is a sentence
   */
  static void check(ByteBuffer bytes) throws IOException {
    if (count(new JpegMarkers(bytes)) > MOST) {
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
  private static int count(JpegMarkers markers) {
    int scans = 0;
    int components = 0;
    while (scans <= MOST && markers.next()) {
      switch (markers.marker()) {
        case JpegMarkers.END_OF_IMAGE -> {
          return scans;
        }
        case JpegMarkers.START_OF_SCAN -> {
          scans++;
          if (components > 0 && markers.at(4) == components) {
            return scans; // nothing is left for another one
          }
        }
        case JpegMarkers.BASELINE, JpegMarkers.EXTENDED, JpegMarkers.EXTENDED_ARITHMETIC ->
            components = markers.at(9);
        default -> {}
      }
      markers.skip();
    }
    return scans;
  }
}
