package io.bagoftricks.bench.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A network: stem, residual blocks, global average pooling and a linear layer.
 *
 * @param stem each followed by ReLU
 * @param maxPool whether a 3x3 maximum pooling of stride 2 follows the stem
 * @param blocks may be none
 * @param linear name of the linear layer
 */
public record NetworkSpec(
    List<ConvNorm> stem, boolean maxPool, List<Residual> blocks, String linear, int classes) {
  private static final String FC = "fc";
  private static final int WIDTH = 64;

  /** Copies the lists. */
  public NetworkSpec {
    stem = List.copyOf(stem);
    blocks = List.copyOf(blocks);
  }

  /** A network for large images. */
  static NetworkSpec imageNet(BlockStyle style, List<Integer> stages, int classes) {
    List<ConvNorm> stem =
        style.pooledShortcut() // variant D, of which C's stem is a part
            ? List.of(
                new ConvNorm("conv1.0", "conv1.1", 3, WIDTH / 2, 3, 2),
                new ConvNorm("conv1.3", "conv1.4", WIDTH / 2, WIDTH / 2, 3, 1),
                new ConvNorm("conv1.6", "bn1", WIDTH / 2, WIDTH, 3, 1))
            : List.of(new ConvNorm("conv1", "bn1", 3, WIDTH, 7, 2));
    return new NetworkSpec(stem, true, new BlockPlanner(style, WIDTH).blocks(stages), FC, classes);
  }

  /**
   * The network for small images (He et al. 2016, section 4.2), with projections.
   *
   * @param depth 6n + 2
   * @param width channels of the first stage, doubled twice
   */
  public static NetworkSpec cifar(int depth, int width, int channels, int classes) {
    int blocks = (depth - 2) / 6;
    return new NetworkSpec(
        List.of(new ConvNorm("conv1", "bn1", channels, width, 3, 1)),
        false,
        new BlockPlanner(BlockStyle.BASIC, width).blocks(List.of(blocks, blocks, blocks)),
        FC,
        classes);
  }

  /** The first MobileNet (Howard et al. 2017, table 1): a stem without end. */
  static NetworkSpec mobileNet(int classes) {
    int[][] stages = {{1, 64, 1}, {2, 128, 2}, {2, 256, 2}, {6, 512, 2}, {2, 1024, 2}};
    List<ConvNorm> stem = new ArrayList<>();
    int channels = 32;
    stem.add(new ConvNorm("conv_stem", "bn1", 3, channels, 3, 2));
    for (int stage = 0; stage < stages.length; stage++) {
      for (int block = 0; block < stages[stage][0]; block++) {
        String name = "blocks.%s.%s.".formatted(stage, block);
        int stride = block == 0 ? stages[stage][2] : 1;
        int out = stages[stage][1];
        stem.add(
            new ConvNorm(name + "conv_dw", name + "bn1", channels, channels, 3, stride)
                .inGroups(channels));
        stem.add(new ConvNorm(name + "conv_pw", name + "bn2", channels, out, 1, 1));
        channels = out;
      }
    }
    return new NetworkSpec(stem, false, List.of(), "classifier", classes);
  }

  /** The number of inputs of the linear layer. */
  public int features() {
    List<ConvNorm> last = blocks.isEmpty() ? stem : blocks.get(blocks.size() - 1).branch();
    return last.get(last.size() - 1).outChannels();
  }
}
