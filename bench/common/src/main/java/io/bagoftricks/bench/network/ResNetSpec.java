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

  /** What the linear layer gets. */
  public int features() {
    List<ConvNorm> last = blocks.get(blocks.size() - 1).branch();
    return last.get(last.size() - 1).outChannels();
  }
}
