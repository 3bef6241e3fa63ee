package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;

/** Draws layers that slide a window, such that it fits the input. */
public final class RandomWindows {
  private static final int[] CHANNELS = {1, 2, 3, 4, 5, 7, 8, 12, 16, 16, 17, 24, 32, 48};

  private final Draws draws;

  public RandomWindows(Draws draws) {
    this.draws = draws;
  }

  /** A convolution that keeps the extent. */
  static Conv2d same(int channels, int kernel, boolean bias) {
    return new Conv2d(
        channels, Size.of(kernel), Size.of(1), Size.of(kernel / 2), bias, new XavierUniform());
  }

  /** Some number of channels, multiples of a vector's length or not. */
  public int channels() {
    return CHANNELS[draws.below(CHANNELS.length)];
  }

  public Conv2d conv(Shape input) {
    Window rows = window(input.height(), 5);
    Window columns = draws.chance(0.5) ? window(input.width(), 5) : rows.within(input.width());
    return new Conv2d(
        channels(),
        new Size(rows.kernel, columns.kernel),
        new Size(rows.stride, columns.stride),
        new Size(rows.padding, columns.padding),
        draws.chance(0.4),
        new XavierUniform());
  }

  /** A convolution in groups, with gaps in its window, or both, of at least one pixel. */
  public Conv2d sparse(Shape input) {
    Conv2d dense = conv(input);
    int groups = divisor(input.channels());
    return new Conv2d(
        groups * (1 + draws.below(4)),
        dense.kernel(),
        dense.stride(),
        dense.padding(),
        new Size(
            gap(input.height(), dense.kernel().height()),
            gap(input.width(), dense.kernel().width())),
        groups,
        dense.bias(),
        dense.initializer());
  }

  /** One, all, or something between. */
  private int divisor(int channels) {
    if (draws.chance(0.4)) {
      return channels;
    }
    int divisor = 1 + draws.below(channels);
    while (channels % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  /** A dilation at which the window still fits. */
  private int gap(int extent, int kernel) {
    int largest = kernel == 1 ? 3 : Math.min(3, Math.max(1, (extent - 1) / (kernel - 1)));
    return 1 + draws.below(largest);
  }

  MaxPool2d maxPool(Shape input) {
    Window rows = window(input.height(), 3);
    Window columns = window(input.width(), 3);
    return new MaxPool2d(
        new Size(rows.kernel, columns.kernel),
        new Size(rows.stride, columns.stride),
        new Size(rows.padding, columns.padding));
  }

  /** A mean that keeps the extent, with its padding counted or not. */
  AvgPool2d keepingPool() {
    return new AvgPool2d(Size.of(3), Size.of(1), Size.of(1), false, draws.chance(0.5));
  }

  /** A blur, where there are borders to reflect, or a mean. */
  Layer blurOrMean(Shape input) {
    boolean hasBorders = input.height() > 1 && input.width() > 1;
    return hasBorders
        ? new BlurPool2d(new Size(1 + draws.below(3), 1 + draws.below(3)))
        : avgPool(input);
  }

  AvgPool2d avgPool(Shape input) {
    Window rows = window(input.height(), 3);
    Window columns = window(input.width(), 3);
    boolean ceilMode = draws.chance(0.5);
    return new AvgPool2d(
        new Size(rows.kernel, columns.kernel),
        new Size(rows.stride, columns.stride),
        new Size(rows.padding, columns.padding),
        ceilMode,
        !ceilMode && draws.chance(0.5));
  }

  private Window window(int extent, int largest) {
    int kernel = 1 + draws.below(largest);
    return new Window(kernel, 1 + draws.below(3), draws.below(kernel)).within(extent);
  }

  /** A window along one axis. */
  private record Window(int kernel, int stride, int padding) {
    /** The same, made so small that it fits. */
    Window within(int extent) {
      int fitting = Math.min(kernel, extent);
      return new Window(fitting, stride, Math.min(padding, fitting - 1));
    }
  }
}
