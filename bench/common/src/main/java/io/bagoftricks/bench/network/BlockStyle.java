package io.bagoftricks.bench.network;

/**
 * The differences between residual blocks of one depth.
 *
 * @param bottleneck whether a 3x3 convolution lies between two of 1x1, instead of two of 3x3
 * @param strideIn3x3 whether a bottleneck halves the image in its 3x3, instead of the first 1x1
 * @param pooledShortcut whether a shortcut that halves the image pools it (variant D), instead of a
 *     stride
 * @param widening of the channels inside of a bottleneck
 * @param groups of its 3x3
 */
record BlockStyle(
    boolean bottleneck, boolean strideIn3x3, boolean pooledShortcut, int widening, int groups) {
  /** Two convolutions of 3x3. */
  static final BlockStyle BASIC = new BlockStyle(false, false, false, 1, 1);

  /** The same, as variant D. */
  static final BlockStyle BASIC_D = new BlockStyle(false, false, true, 1, 1);

  /** As in He et al. 2019, figure 1. */
  static final BlockStyle BOTTLENECK = new BlockStyle(true, false, false, 1, 1);

  /** The same, as variant D. */
  static final BlockStyle BOTTLENECK_D = new BlockStyle(true, true, true, 1, 1);

  /**
   * Twice the inner channels, in groups: torchvision's ResNeXt (32x4d) and, with one, Wide ResNet.
   */
  static BlockStyle twiceAsWide(int groups) {
    return new BlockStyle(true, true, false, 2, groups);
  }
}
