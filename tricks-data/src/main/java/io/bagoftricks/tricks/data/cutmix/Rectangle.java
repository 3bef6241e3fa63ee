package io.bagoftricks.tricks.data.cutmix;

import io.bagoftricks.api.random.Draws;
import java.util.List;

/**
 * The rows and columns of an image that come from another.
 *
 * @param top the first row
 * @param bottom the first row after the last
 * @param left the first column
 * @param right the first column after the last
 */
record Rectangle(int top, int bottom, int left, int right) {
  static final Rectangle NONE = new Rectangle(0, 0, 0, 0);

  /**
   * The paper's: sides of sqrt(1 - lambda) of the image's, around a center anywhere in the image,
   * cut off where it reaches beyond. As in its program, sides are rounded down, and halves of them
   * again.
   */
  static Rectangle around(double lambda, int height, int width, Draws draws) {
    return around(lambda, draws.below(height), draws.below(width), height, width);
  }

  /** The same, around a given center. */
  static Rectangle around(double lambda, int row, int column, int height, int width) {
    double share = Math.sqrt(1 - lambda);
    int halfHeight = (int) (height * share) / 2;
    int halfWidth = (int) (width * share) / 2;
    return new Rectangle(
        Math.max(0, row - halfHeight),
        Math.min(height, row + halfHeight),
        Math.max(0, column - halfWidth),
        Math.min(width, column + halfWidth));
  }

  /**
   * timm's: sides between two shares of the image's, wholly inside it. As there, the largest side
   * and the last position are not drawn.
   */
  static Rectangle within(List<Double> minmax, int height, int width, Draws draws) {
    int rows = between(minmax, height, draws);
    int columns = between(minmax, width, draws);
    int top = draws.below(height - rows);
    int left = draws.below(width - columns);
    return new Rectangle(top, top + rows, left, left + columns);
  }

  private static int between(List<Double> minmax, int side, Draws draws) {
    int least = (int) (side * minmax.get(0));
    return least + draws.below(Math.max(1, (int) (side * minmax.get(1)) - least));
  }

  boolean isEmpty() {
    return top >= bottom || left >= right;
  }

  /** The share of an image's pixels that it covers. */
  double share(int height, int width) {
    return isEmpty() ? 0 : (bottom - top) * (double) (right - left) / ((double) height * width);
  }
}
