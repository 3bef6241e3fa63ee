package io.bagoftricks.bench.libtorch.training;

/**
 * Images by a formula: pixel j, in the order of channels, rows and columns, of image i is {@code
 * floor(128 (u + 1))} with u of the stream of its split at {@code i pixels + j}; its label is
 * {@code (7 i + 3) mod classes}.
 */
final class Images {
  static final long TRAIN = 2000;
  static final long TEST = 3000;

  private static final double MEAN = 128;
  private static final double DEVIATION = 64;

  private final Settings settings;
  private final long split;

  Images(Settings settings, long split) {
    this.settings = settings;
    this.split = split;
  }

  int pixels() {
    return settings.data("channels") * settings.data("side") * settings.data("side");
  }

  int label(int image) {
    return (7 * image + 3) % settings.data("classes");
  }

  /** Normalized, mirrored left to right if asked for. */
  double[] input(int image, boolean mirrored) {
    int side = settings.data("side");
    double[] input = new double[pixels()];
    for (int i = 0; i < input.length; i++) {
      int column = i % side;
      int from = mirrored ? i - column + (side - 1 - column) : i;
      double pixel = Math.floor(128 * (Fill.of(split, (long) image * input.length + from) + 1));
      input[i] = (pixel - MEAN) / DEVIATION;
    }
    return input;
  }
}
