package io.bagoftricks.bench.network;

import java.util.List;

/**
 * A residual network: stem, blocks, global average pooling and a linear layer {@code fc}.
 *
 * @param stem each followed by ReLU
 * @param maxPool whether a 3x3 maximum pooling of stride 2 follows the stem
 */
public record ResNetSpec(
    String name, List<ConvNorm> stem, boolean maxPool, List<Residual> blocks, int classes) {
  /** Name of the linear layer. */
  public static final String LINEAR = "fc";

  /** Copies the lists. */
  public ResNetSpec {
    stem = List.copyOf(stem);
    blocks = List.copyOf(blocks);
  }

  /**
   * The network for small images (He et al. 2016, section 4.2), with projections.
   *
   * @param depth 6n + 2
   * @param width channels of the first stage, doubled twice
   */
  public static ResNetSpec cifar(int depth, int width, int channels, int classes) {
    int blocks = (depth - 2) / 6;
    return new ResNetSpec(
        "cifar_resnet" + depth,
        List.of(new ConvNorm("conv1", "bn1", channels, width, 3, 1)),
        false,
        new BlockPlanner(false, false, width).blocks(List.of(blocks, blocks, blocks)),
        classes);
  }

  /** The number of inputs of the linear layer. */
  public int features() {
    List<ConvNorm> last = blocks.get(blocks.size() - 1).branch();
    return last.get(last.size() - 1).outChannels();
  }
}
