package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.transpose;

import org.bytedeco.opencv.opencv_core.Mat;

/** How an image is turned before it is looked at, by EXIF's numbers 1 to 8. */
final class Orientation {
  private static final int ROWS = 0;
  private static final int COLUMNS = 1;
  private static final int BOTH = -1;

  private Orientation() {}

  /** Turns an image in place; numbers that mean nothing turn nothing. */
  static void apply(int orientation, Mat image) {
    if (orientation >= 5 && orientation <= 8) {
      transpose(image, image);
    }
    switch (orientation) {
      case 2, 6 -> flip(image, image, COLUMNS);
      case 3, 7 -> flip(image, image, BOTH);
      case 4, 8 -> flip(image, image, ROWS);
      default -> {
        // as it is
      }
    }
  }
}
