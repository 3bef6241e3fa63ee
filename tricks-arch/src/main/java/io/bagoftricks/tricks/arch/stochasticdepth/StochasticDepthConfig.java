package io.bagoftricks.tricks.arch.stochasticdepth;

/**
 * Settings of stochastic depth.
 *
 * @param rate of the last block, above 0 and below 1
 * @param mode what is dropped together
 * @param profile how the rate grows with depth
 */
public record StochasticDepthConfig(double rate, Mode mode, Profile profile) {
  /** The examples that share a draw, by torchvision's names. */
  public enum Mode {
    /** Each example has a draw of its own. */
    ROW,
    /** One draw for all examples of a step, whatever its micro-batches. */
    BATCH
  }

  /** Whose rule: block l of L, from 1, has the rate times this share. */
  public enum Profile {
    /** l / L. */
    PAPER {
      @Override
      double share(int block, int blocks) {
        return (block + 1.0) / blocks;
      }
    },
    /** (l - 1) / (L - 1): timm's ResNets and ConvNeXt, torchvision's ConvNeXt. */
    TIMM {
      @Override
      double share(int block, int blocks) {
        return blocks == 1 ? 0 : (double) block / (blocks - 1);
      }
    },
    /** (l - 1) / L: torchvision's EfficientNet. */
    TORCHVISION {
      @Override
      double share(int block, int blocks) {
        return (double) block / blocks;
      }
    };

    /**
     * The share of a block.
     *
     * @param block from 0
     */
    abstract double share(int block, int blocks);
  }

  /** Checks the range. */
  public StochasticDepthConfig {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be above 0 and below 1, not " + rate);
    }
  }

  /** The paper's: half of the last blocks, all examples of a step together. */
  public static StochasticDepthConfig defaults() {
    return new StochasticDepthConfig(0.5, Mode.BATCH, Profile.PAPER);
  }
}
