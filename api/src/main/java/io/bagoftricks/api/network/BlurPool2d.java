package io.bagoftricks.api.network;

import java.util.List;

/**
 * A blur by the binomial window [1, 2, 1] / 4 down and across, of which only every so many values
 * are computed. Borders are reflected: the window of the first value is on values 1, 0 and 1. It
 * has no weights.
 *
 * <p>Zhang 2019 (arXiv:1904.11486), section 3.2; timm's {@code BlurPool2d} with a window of 3.
 *
 * @param stride the step of the window, down and across
 * @since 0.1
 */
public record BlurPool2d(Size stride) implements Layer {
  private static final Size WINDOW = Size.of(3);

  /**
   * Checks the step.
   *
   * @param stride the step of the window, down and across
   */
  public BlurPool2d {
    Window.check(WINDOW, stride, Size.of(1));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    if (in.height() < 2 || in.width() < 2) {
      throw new IllegalArgumentException(
          "A blur reflects borders, which takes 2 rows and columns, not " + in);
    }
    return new Shape(
        in.channels(), extent(in.height(), stride.height()), extent(in.width(), stride.width()));
  }

  private static int extent(int input, int stride) {
    return (input - 1) / stride + 1;
  }
}
