package io.bagoftricks.tricks.optim.mixedprecision;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings of mixed precision. Every scale lies between 2^-24 and 2^24.
 *
 * @param type the 16-bit type
 * @param scaling how the loss is scaled
 * @param staticScale the scale, where it is static
 * @param initialScale the scale of the first step, where it is dynamic
 * @param growthInterval the number of steps without an overflow after which a dynamic scale grows,
 *     at least 1
 * @param growthFactor by which it grows, at least 1
 * @param backoffFactor by which it shrinks after an overflow, above 0 and below 1
 */
public record MixedPrecisionConfig(
    Type type,
    Scaling scaling,
    double staticScale,
    double initialScale,
    int growthInterval,
    double growthFactor,
    double backoffFactor) {
  /** The smallest scale: the smallest positive fp16 number. */
  static final double SMALLEST_SCALE = 0x1p-24;

  /** The largest scale, as in NVIDIA's Apex. */
  static final double LARGEST_SCALE = 0x1p24;

  /** A type of 16 bits. */
  public enum Type {
    /** 8 bits of exponent, 7 of fraction. */
    BF16,
    /** 5 bits of exponent, 10 of fraction: IEEE half precision. */
    FP16
  }

  /** How the loss is scaled before backward. */
  public enum Scaling {
    /** As the type needs it: dynamic for fp16, none for bf16. */
    AUTO,
    /** Not at all. */
    NONE,
    /** By one number. */
    STATIC,
    /** By a number that follows the overflows. */
    DYNAMIC
  }

  /** Checks the ranges. */
  public MixedPrecisionConfig {
    checkScale("staticScale", staticScale);
    checkScale("initialScale", initialScale);
    if (growthInterval < 1) {
      throw new IllegalArgumentException(
          "growthInterval must be at least 1, not " + growthInterval);
    }
    if (!(growthFactor >= 1 && growthFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "growthFactor must be at least 1 and finite, not " + growthFactor);
    }
    if (!(backoffFactor > 0 && backoffFactor < 1)) {
      throw new IllegalArgumentException(
          "backoffFactor must be above 0 and below 1, not " + backoffFactor);
    }
  }

  /**
   * bf16, or with fp16 NVIDIA's and torch's numbers: 128 where static; from 2^16, doubled after
   * 2000 clean steps and halved after an overflow where dynamic.
   */
  public static MixedPrecisionConfig defaults() {
    return new MixedPrecisionConfig(Type.BF16, Scaling.AUTO, 128, 65536, 2000, 2, 0.5);
  }

  /** Whether the scale follows the overflows. */
  boolean dynamic() {
    return scaling == Scaling.DYNAMIC || (scaling == Scaling.AUTO && type == Type.FP16);
  }

  /** The scale of the first step. */
  double firstScale() {
    if (dynamic()) {
      return initialScale;
    }
    return scaling == Scaling.STATIC ? staticScale : 1;
  }

  /** Settings that differ from their defaults, but that this way of scaling does not look at. */
  List<String> unused() {
    MixedPrecisionConfig usual = defaults();
    List<String> unused = new ArrayList<>();
    if (scaling != Scaling.STATIC && staticScale != usual.staticScale) {
      unused.add("staticScale");
    }
    if (!dynamic()) {
      if (initialScale != usual.initialScale) {
        unused.add("initialScale");
      }
      if (growthInterval != usual.growthInterval) {
        unused.add("growthInterval");
      }
      if (growthFactor != usual.growthFactor) {
        unused.add("growthFactor");
      }
      if (backoffFactor != usual.backoffFactor) {
        unused.add("backoffFactor");
      }
    }
    return unused;
  }

  private static void checkScale(String name, double scale) {
    if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
      throw new IllegalArgumentException(
          "%s must lie between 2^-24 and 2^24 (16777216), not %s".formatted(name, scale));
    }
  }
}
