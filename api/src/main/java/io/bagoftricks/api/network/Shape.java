package io.bagoftricks.api.network;

/**
 * The shape of one example between two layers, without the batch axis. A vector, as after global
 * pooling or a linear layer, has height and width 1.
 *
 * @param channels at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @since 0.1
 */
public record Shape(int channels, int height, int width) {
  /**
   * Checks that no extent is empty.
   *
   * @param channels at least 1
   * @param height in pixels, at least 1
   * @param width in pixels, at least 1
   */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A shape has no empty extent: " + channels + "x" + height + "x" + width);
    }
  }

  /**
   * {@return a vector of the given length}
   *
   * @param length the number of channels, at least 1
   */
  public static Shape vector(int length) {
    return new Shape(length, 1, 1);
  }

  /** {@return the number of values of one example} */
  public long elements() {
    return (long) channels * height * width;
  }

  /** {@return the spatial extent} */
  public Size size() {
    return new Size(height, width);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
