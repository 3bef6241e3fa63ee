package io.bagoftricks.bench.network;

/**
 * A convolution without bias and the batch norm behind it.
 *
 * @param conv timm's name of the convolution
 * @param norm timm's name of the batch norm
 * @param kernel its side; the padding is half of it, rounded down
 * @param groups of channels, each of which sees its own inputs alone
 */
public record ConvNorm(
    String conv, String norm, int inChannels, int outChannels, int kernel, int stride, int groups) {
  /** One group. */
  ConvNorm(String conv, String norm, int inChannels, int outChannels, int kernel, int stride) {
    this(conv, norm, inChannels, outChannels, kernel, stride, 1);
  }

  /** The same with groups. */
  ConvNorm inGroups(int number) {
    return new ConvNorm(conv, norm, inChannels, outChannels, kernel, stride, number);
  }

  /** Inputs of a group. */
  public int groupChannels() {
    return inChannels / groups;
  }

  /** Zeros on each side. */
  public int padding() {
    return kernel / 2;
  }

  /** Inputs of one output value. */
  public int fanIn() {
    return groupChannels() * kernel * kernel;
  }
}
