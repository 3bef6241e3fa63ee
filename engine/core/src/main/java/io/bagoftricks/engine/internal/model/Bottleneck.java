package io.bagoftricks.engine.internal.model;

/**
 * The form of a bottleneck block: 1x1, 3x3 and 1x1 convolutions, the last of {@link #EXPANSION}
 * times the stage's width.
 *
 * @param groups of the 3x3 convolution
 * @param baseWidth channels of each group in a stage of width 64; in others in proportion
 * @param stridesFirst whether the first 1x1 has the stride, as in the paper's baseline, and not the
 *     3x3, as in torchvision and the paper's tweak B
 */
record Bottleneck(int groups, int baseWidth, boolean stridesFirst) {
  static final int EXPANSION = 4;
  private static final int BASE = 64;

  /** The paper's baseline. */
  static final Bottleneck BASELINE = new Bottleneck(1, BASE, true);

  /** Channels of the 3x3 convolution in a stage, as torchvision computes them. */
  int inner(int width) {
    return width * baseWidth / BASE * groups;
  }
}
