package io.bagoftricks.api.network;

import java.util.List;

/**
 * The mean over a window: over the part of it that lies inside the input, or, where padding counts,
 * over all of it, with zeros outside the input.
 *
 * @param kernel height and width of the window
 * @param stride the step of the window
 * @param padding rows and columns added on each side
 * @param ceilMode whether a last, partial window counts (as torch's {@code ceil_mode})
 * @param countsPadding whether padding counts (as torch's {@code count_include_pad}, which is its
 *     default)
 * @since 0.1
 */
public record AvgPool2d(
    Size kernel, Size stride, Size padding, boolean ceilMode, boolean countsPadding)
    implements Layer {
  /**
   * Checks the window.
   *
   * @param kernel height and width of the window
   * @param stride the step of the window
   * @param padding rows and columns added on each side
   * @param ceilMode whether a last, partial window counts
   * @param countsPadding whether padding counts; not together with {@code ceilMode}, whose last
   *     window may reach beyond the padding
   */
  public AvgPool2d {
    Window.check(kernel, stride, padding);
    if (ceilMode && countsPadding) {
      throw new IllegalArgumentException("Padding is not counted in partial windows");
    }
  }

  /**
   * A mean over what lies inside the input.
   *
   * @param kernel height and width of the window
   * @param stride the step of the window
   * @param padding rows and columns added on each side
   * @param ceilMode whether a last, partial window counts
   */
  public AvgPool2d(Size kernel, Size stride, Size padding, boolean ceilMode) {
    this(kernel, stride, padding, ceilMode, false);
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
