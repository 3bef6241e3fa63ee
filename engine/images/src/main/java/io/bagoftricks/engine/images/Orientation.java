package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.transpose;

import io.bagoftricks.api.network.Size;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How an image is turned before it is looked at, by EXIF's numbers 1 to 8: rows and columns are
 * exchanged, then each may be mirrored.
 */
record Orientation(boolean transposed, boolean mirroredRows, boolean mirroredColumns) {
  private static final int ROWS = 0;
  private static final int COLUMNS = 1;

  /** Of a number; those that mean nothing turn nothing. */
  static Orientation of(int number) {
    return new Orientation(
        number >= 5 && number <= 8,
        number == 3 || number == 4 || number == 7 || number == 8,
        number == 2 || number == 3 || number == 6 || number == 7);
  }

  /** The size of a turned image. */
  Size turned(Size stored) {
    return transposed
        ? new Size(/* height= */ stored.width(), /* width= */ stored.height())
        : stored;
  }

  /** Whether it leaves everything where it is. */
  boolean isNone() {
    return !transposed && !mirroredRows && !mirroredColumns;
  }

  /** Turns an image in place. */
  void apply(Mat image) {
    if (transposed) {
      transpose(image, image);
    }
    if (mirroredRows) {
      flip(image, image, ROWS);
    }
    if (mirroredColumns) {
      flip(image, image, COLUMNS);
    }
  }
}
