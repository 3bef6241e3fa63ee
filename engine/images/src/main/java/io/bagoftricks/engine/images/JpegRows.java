package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * The upper rows of a JPEG, which can be decoded without those below them: its header is told of a
 * lower picture while that is done. It works where one scan goes through the picture from top to
 * bottom, as in nearly all JPEGs that are not progressive, and is complete: a file that is cut off
 * is refused whichever rows are asked for.
 */
final class JpegRows {
  private final ByteBuffer bytes;
  private final JpegFrame frame;
  private final int restartInterval;
  private final int scan;
  private final int end;

  /** Decodes the first bytes of a file. */
  interface Decoding {
    /**
     * Decodes them.
     *
     * @throws IOException if they are not a picture; the message is a sentence
     */
    Mat of(int length) throws IOException;
  }

  /**
   * Rows of a file.
   *
   * @param bytes of all of the file; changed while rows are decoded, and put back
   * @param restartInterval after how many units the scan begins anew; 0 for never
   * @param scan where its bytes begin
   * @param end where the marker behind it is, which ends the file
   */
  private JpegRows(ByteBuffer bytes, JpegFrame frame, int restartInterval, int scan, int end) {
    this.bytes = bytes;
    this.frame = frame;
    this.restartInterval = restartInterval;
    this.scan = scan;
    this.end = end;
  }

  /**
   * Looks at a file, decoding nothing.
   *
   * @param bytes of all of it, from the first on
   * @return empty if its rows cannot be decoded one after the other, or are not all there
   */
  static Optional<JpegRows> of(ByteBuffer bytes) {
    JpegMarkers markers = new JpegMarkers(bytes);
    @Nullable JpegFrame frame = null;
    int restartInterval = 0;
    while (markers.next()) {
      if (markers.isFrame()) {
        Optional<JpegFrame> next = JpegFrame.of(markers);
        if (frame != null || next.isEmpty()) {
          return Optional.empty();
        }
        frame = next.get();
      } else if (markers.marker() == JpegMarkers.RESTART_INTERVAL) {
        restartInterval = markers.number(4);
      } else if (markers.marker() == JpegMarkers.START_OF_SCAN) {
        if (frame == null || markers.at(4) != frame.components()) {
          return Optional.empty();
        }
        markers.skip();
        int scan = markers.place();
        return isEnded(markers)
            ? Optional.of(new JpegRows(bytes, frame, restartInterval, scan, markers.place()))
            : Optional.empty();
      }
      markers.skip();
    }
    return Optional.empty();
  }

  /** Goes to the marker that ends the file, over those at which a scan begins anew. */
  private static boolean isEnded(JpegMarkers markers) {
    while (markers.next()) {
      if (!markers.isRestart()) {
        return markers.marker() == JpegMarkers.END_OF_IMAGE;
      }
      markers.skip();
    }
    return false;
  }

  /** The rows of the picture. */
  int height() {
    return frame.height();
  }

  /**
   * How many rows to decode so that the upper ones of them are as in the whole picture.
   *
   * @return at most the rows of the picture
   */
  int enough(int upper) {
    return frame.decoded(upper, restartInterval);
  }

  /**
   * Decodes a part of the file as a picture of its own. Its bytes end before the marker that ends
   * the file, or behind one at which the scan begins anew: of bytes that are left over before a
   * marker libjpeg prints a warning.
   *
   * @param rows as {@link #enough} says, and not all
   * @param decoding is called once, and may fail where the whole file does not
   * @throws IOException as it throws it
   */
  Mat decode(int rows, Decoding decoding) throws IOException {
    putHeight(rows);
    try {
      return decoding.of(restartInterval == 0 ? end : restartBehind(frame.unitsOf(rows)));
    } finally {
      putHeight(frame.height());
    }
  }

  /** Behind the marker with which the scan begins anew after so many units. */
  private int restartBehind(long units) {
    JpegMarkers markers = new JpegMarkers(bytes.duplicate().position(scan));
    long parts = units / restartInterval;
    while (parts > 0 && markers.next() && markers.place() < end) {
      markers.skip();
      parts--;
    }
    return markers.place();
  }

  private void putHeight(int rows) {
    bytes.put(frame.heightPlace(), (byte) (rows >> Byte.SIZE));
    bytes.put(frame.heightPlace() + 1, (byte) rows);
  }
}
