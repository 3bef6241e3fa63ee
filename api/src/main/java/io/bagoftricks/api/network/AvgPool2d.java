package io.bagoftricks.api.network;

import java.util.List;

/**
 * The mean over the part of a window that lies inside the input; padding is not counted.
 *
 * @param ceilMode whether a last, partial window counts (as torch's {@code ceil_mode})
 * @since 0.1
 */
public record AvgPool2d(Size kernel, Size stride, Size padding, boolean ceilMode) implements Layer {
  /**
   * Checks the window.
   *
   * @param kernel height and width of the window
   * @param stride the step of the window
   * @param padding rows and columns added on each side
   * @param ceilMode whether a last, partial window counts
   */
  public AvgPool2d {
    Window.check(kernel, stride, padding);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    return new Shape(
        in.channels(),
        Window.extent(in.height(), kernel.height(), stride.height(), padding.height(), ceilMode),
        Window.extent(in.width(), kernel.width(), stride.width(), padding.width(), ceilMode));
  }
}
