package io.bagoftricks.engine.data;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.network.Size;

/**
 * Crops and flips, composed: rows and columns go their own ways.
 *
 * @param filter of the last crop that does not keep whole pixels
 */
record Grid(AxisMap rows, AxisMap columns, Filter filter) {
  /** An image as it is. */
  static Grid identity(Size size) {
    return new Grid(
        AxisMap.identity(size.height()), AxisMap.identity(size.width()), Filter.NEAREST);
  }

  Size size() {
    return new Size(rows.length(), columns.length());
  }

  Grid crop(Box box, Size to, Filter how) {
    return new Grid(
        rows.crop(box.top(), box.height(), to.height()),
        columns.crop(box.left(), box.width(), to.width()),
        keepsPixels(box, to) ? filter : how);
  }

  /** Whether a crop leaves every pixel whole, so that no filter matters. */
  static boolean keepsPixels(Box box, Size to) {
    return AxisMap.keepsPixels(box.top(), box.height(), to.height())
        && AxisMap.keepsPixels(box.left(), box.width(), to.width());
  }

  Grid flipHorizontally() {
    return new Grid(rows, columns.flip(), filter);
  }

  Grid flipVertically() {
    return new Grid(rows.flip(), columns, filter);
  }

  boolean isIdentity(Size source) {
    return rows.isIdentity(source.height()) && columns.isIdentity(source.width());
  }

  /** The output, given the source. */
  float[][] of(float[][] planes, Size source) {
    float[][] output = new float[planes.length][];
    switch (filter) {
      case NEAREST -> {
        AxisMap.Taps down = rows.nearest();
        AxisMap.Taps across = columns.nearest();
        for (int i = 0; i < output.length; i++) {
          output[i] = Resample.nearest(planes[i], source.width(), down, across);
        }
      }
      case BILINEAR -> {
        AxisMap.Taps down = rows.bilinear();
        AxisMap.Taps across = columns.bilinear();
        for (int i = 0; i < output.length; i++) {
          output[i] = Resample.bilinear(planes[i], source.width(), down, across);
        }
      }
      case ANTIALIASED_BILINEAR, ANTIALIASED_BICUBIC -> {
        boolean cubic = filter == Filter.ANTIALIASED_BICUBIC;
        Kernel kernel = cubic ? Kernel.CUBIC : Kernel.LINEAR;
        AxisWindows down = rows.windows(kernel);
        AxisWindows across = columns.windows(kernel);
        float[] between = new float[(down.end() - down.least()) * columns.length()];
        for (int i = 0; i < output.length; i++) {
          output[i] = Resample.windows(planes[i], source.width(), down, across, between);
          if (cubic) {
            Resample.clip(output[i]);
          }
        }
      }
    }
    return output;
  }
}
