package io.bagoftricks.tricks.arch.squeezeexcitation;

/**
 * Settings of squeeze and excitation.
 *
 * @param reduction how many times narrower than the block the middle of the gate is, at least 1
 * @param profile how the width is rounded
 */
public record SqueezeExcitationConfig(int reduction, Profile profile) {
  /** Whose rule for the width. */
  public enum Profile {
    /** Channels over reduction, rounded down, at least 1. */
    PAPER {
      @Override
      int width(int channels, int reduction) {
        return Math.max(1, channels / reduction);
      }
    },
    /** The nearest multiple of 8, at least 8: timm's {@code make_divisible}. */
    TIMM {
      @Override
      int width(int channels, int reduction) {
        return Math.max(8, (int) ((double) channels / reduction + 4) / 8 * 8);
      }
    };

    /** Channels in the middle of the gate. */
    abstract int width(int channels, int reduction);
  }

  /** Checks the range. */
  public SqueezeExcitationConfig {
    if (!(reduction >= 1 && reduction <= 4096)) {
      throw new IllegalArgumentException("reduction must be between 1 and 4096, not " + reduction);
    }
  }

  /** The paper's. */
  public static SqueezeExcitationConfig defaults() {
    return new SqueezeExcitationConfig(16, Profile.PAPER);
  }
}
