package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Size;

/** The integers that ND4J's pooling operations take. */
final class PoolSettings {
  private static final long EXPLICIT_PADDING = 0;
  private static final long UNUSED = 0;
  private static final long NCHW = 0;

  private PoolSettings() {}

  static long[] of(Size kernel, Size stride, Size padding) {
    return new long[] {
      kernel.height(),
      kernel.width(),
      stride.height(),
      stride.width(),
      padding.height(),
      padding.width(),
      1, // dilation
      1,
      EXPLICIT_PADDING,
      UNUSED,
      NCHW
    };
  }
}
