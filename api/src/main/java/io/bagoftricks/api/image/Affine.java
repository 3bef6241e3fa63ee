package io.bagoftricks.api.image;

import io.bagoftricks.api.network.Size;

/**
 * Where each position of a result comes from: {@code (xx x + xy y + x0, yx x + yy y + y0)}. Pixel
 * {@code i} covers {@code [i, i + 1]}, x to the right and y down, as in Pillow's {@code
 * Image.transform(size, AFFINE, (xx, xy, x0, yx, yy, y0))}.
 *
 * @param xx source columns per column of the result
 * @param xy source columns per row of the result
 * @param x0 the source column of the result's corner
 * @param yx source rows per column of the result
 * @param yy source rows per row of the result
 * @param y0 the source row of the result's corner
 * @since 0.1
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
  /**
   * Checks that all are finite.
   *
   * @param xx source columns per column of the result
   * @param xy source columns per row of the result
   * @param x0 the source column of the result's corner
   * @param yx source rows per column of the result
   * @param yy source rows per row of the result
   * @param y0 the source row of the result's corner
   */
  public Affine {
    if (!Double.isFinite(xx + xy + x0 + yx + yy + y0)) {
      throw new IllegalArgumentException(
          "An affine map is finite, not %s, %s, %s, %s, %s, %s".formatted(xx, xy, x0, yx, yy, y0));
    }
  }

  /**
   * {@return a rotation about the center, against the clock} Pillow's {@code Image.rotate}.
   *
   * @param degrees of the turn
   * @param size of the image
   */
  public static Affine rotation(double degrees, Size size) {
    double angle = StrictMath.toRadians(degrees);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double x = size.width() / 2.0;
    double y = size.height() / 2.0;
    return new Affine(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
  }

  /**
   * {@return a shear along the rows, which leaves the upper edge where it is} Row {@code y} moves
   * left by {@code factor * y}.
   *
   * @param factor columns per row
   */
  public static Affine shearX(double factor) {
    return new Affine(1, factor, 0, 0, 1, 0);
  }

  /**
   * {@return a shear along the columns, which leaves the left edge where it is} Column {@code x}
   * moves up by {@code factor * x}.
   *
   * @param factor rows per column
   */
  public static Affine shearY(double factor) {
    return new Affine(1, 0, 0, factor, 1, 0);
  }

  /**
   * {@return a shift}
   *
   * @param right columns to the right
   * @param down rows down
   */
  public static Affine translation(double right, double down) {
    return new Affine(1, 0, -right, 0, 1, -down);
  }

  /**
   * {@return the source column of a position}
   *
   * @param x column of the result
   * @param y row of the result
   */
  public double x(double x, double y) {
    return xx * x + xy * y + x0;
  }

  /**
   * {@return the source row of a position}
   *
   * @param x column of the result
   * @param y row of the result
   */
  public double y(double x, double y) {
    return yx * x + yy * y + y0;
  }
}
