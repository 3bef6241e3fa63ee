package io.bagoftricks.api.network;

import java.util.List;

/**
 * The maximum over a window. Padding never wins. At a tie the gradient goes to the first maximum in
 * row-major order.
 *
 * @param kernel height and width of the window
 * @param stride the step of the window
 * @param padding rows and columns added on each side
 * @since 0.1
 */
public record MaxPool2d(Size kernel, Size stride, Size padding) implements Layer {
  /**
   * Checks the window.
   *
   * @param kernel height and width of the window
   * @param stride the step of the window
   * @param padding rows and columns added on each side
   */
  public MaxPool2d {
    Window.check(kernel, stride, padding);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    return new Shape(
        in.channels(),
        Window.extent(in.height(), kernel.height(), stride.height(), padding.height(), false),
        Window.extent(in.width(), kernel.width(), stride.width(), padding.width(), false));
  }
}
