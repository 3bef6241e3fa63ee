package io.bagoftricks.api.network;

import java.util.Locale;

/** Shape arithmetic of everything that slides a window. */
final class Window {
  private Window() {}

  /** Rejects windows that do not move, have no extent, or lie wholly in the padding. */
  static void check(Size kernel, Size stride, Size padding) {
    if (kernel.height() < 1 || kernel.width() < 1 || stride.height() < 1 || stride.width() < 1) {
      throw new IllegalArgumentException(
          "A window has a positive kernel and stride: kernel " + kernel + ", stride " + stride);
    }
    if (padding.height() >= kernel.height() || padding.width() >= kernel.width()) {
      throw new IllegalArgumentException(
          "Padding is smaller than the kernel: padding " + padding + ", kernel " + kernel);
    }
  }

  /** Height and width of a window whose elements lie {@code dilation} apart. */
  static Size span(Size kernel, Size dilation) {
    if (dilation.height() < 1 || dilation.width() < 1) {
      throw new IllegalArgumentException("A dilation is at least 1: " + dilation);
    }
    return new Size(
        span(kernel.height(), dilation.height()), span(kernel.width(), dilation.width()));
  }

  private static int span(int kernel, int dilation) {
    long span = (kernel - 1L) * dilation + 1;
    if (span > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A kernel of %d with a dilation of %d spans too much",
              kernel,
              dilation));
    }
    return (int) span;
  }

  /** The extent of the output; {@code ceil} keeps a last window that starts inside the input. */
  static int extent(int input, int kernel, int stride, int padding, boolean ceil) {
    int room = input + 2 * padding - kernel;
    if (room < 0 && !(ceil && room > -stride)) {
      throw new IllegalArgumentException(
          "An input of " + input + " is smaller than the window of " + kernel);
    }
    if (!ceil) {
      return room / stride + 1;
    }
    int count = Math.floorDiv(room + stride - 1, stride) + 1;
    return (count - 1) * stride >= input + padding ? count - 1 : count;
  }
}
