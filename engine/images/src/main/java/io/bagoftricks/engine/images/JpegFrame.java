package io.bagoftricks.engine.images;

import java.util.Optional;

/**
 * The layout of a JPEG, as its header says it: a unit is the blocks that are stored together, one
 * or more of each component (ITU-T T.81, A.2: a minimum coded unit).
 *
 * @param components 1 for gray, 3 for color, 4 for print
 * @param height rows of the picture
 * @param heightPlace where in the file that is said
 * @param unitHeight rows of a row of units
 * @param units how many are in such a row
 */
record JpegFrame(int components, int height, int heightPlace, int unitHeight, int units) {
  private static final int BLOCK = 8;
  private static final int MOST_FACTOR = 4;

  /**
   * Of a JPEG whose rows are stored one after the other.
   *
   * @param frame the marker that starts the frame
   * @return empty of one that is progressive, arithmetic-coded, lossless or damaged
   */
  static Optional<JpegFrame> of(JpegMarkers frame) {
    if (frame.marker() != JpegMarkers.BASELINE && frame.marker() != JpegMarkers.EXTENDED) {
      return Optional.empty();
    }
    int components = frame.at(9);
    int across = 1;
    int down = 1;
    for (int i = 0; i < components; i++) {
      int factors = frame.at(11 + 3 * i);
      int horizontal = factors >> 4;
      int vertical = factors & 15;
      if (horizontal < 1 || horizontal > MOST_FACTOR || vertical < 1 || vertical > MOST_FACTOR) {
        return Optional.empty();
      }
      across = Math.max(across, horizontal);
      down = Math.max(down, vertical);
    }
    // Blocks of a single component are stored one by one, whatever its factors.
    int unitsAcross = divideUp(frame.number(7), BLOCK * (components == 1 ? 1 : across));
    return Optional.of(
        new JpegFrame(
            components,
            frame.number(5),
            frame.place() + 5,
            BLOCK * down,
            components == 1 ? unitsAcross * down : unitsAcross));
  }

  /**
   * How many rows to decode so that the upper ones of them are as in the whole picture: a row of
   * units more, since colors that are stored at a part of the height are interpolated.
   *
   * @param restartInterval after how many units the scan begins anew, where the rows have to end; 0
   *     if it never does
   * @return at most the rows of the picture
   */
  int decoded(int upper, int restartInterval) {
    long rows = divideUp(upper, unitHeight) + 1L;
    while (restartInterval > 0
        && rows * unitHeight < height
        && rows * units % restartInterval != 0) {
      rows++;
    }
    return (int) Math.min(height, rows * unitHeight);
  }

  /** How many units are stored for so many rows, which end with a row of units. */
  long unitsOf(int rows) {
    return (long) rows / unitHeight * units;
  }

  private static int divideUp(int number, int by) {
    return (number + by - 1) / by;
  }
}
