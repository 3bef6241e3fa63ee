package io.bagoftricks.bench.network;

/**
 * A convolution without bias and the batch norm behind it.
 *
 * @param conv timm's name of the convolution
 * @param norm timm's name of the batch norm
 * @param kernel its side; the padding is half of it, rounded down
 */
public record ConvNorm(
    String conv, String norm, int inChannels, int outChannels, int kernel, int stride) {
  /** Zeros on each side. */
  public int padding() {
    return kernel / 2;
  }

  /** Inputs of one output value. */
  public int fanIn() {
    return inChannels * kernel * kernel;
  }
}
