package io.bagoftricks.tricks.data.normalize;

import java.util.List;

/**
 * Settings of normalization: one value per channel, on the scale 0 to 255.
 *
 * @param mean what is subtracted
 * @param standardDeviation what the difference is divided by
 */
public record NormalizeConfig(List<Double> mean, List<Double> standardDeviation) {
  /** Copies both and checks that they are of one length, finite, and the divisors positive. */
  public NormalizeConfig {
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
    if (mean.isEmpty() || mean.size() != standardDeviation.size()) {
      throw new IllegalArgumentException(
          "mean and standardDeviation must have one value per channel each, not "
              + mean.size()
              + " and "
              + standardDeviation.size());
    }
    for (double value : mean) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("mean must be finite, not " + value);
      }
    }
    for (double value : standardDeviation) {
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "standardDeviation must be positive and finite, not " + value);
      }
    }
  }

  /** Whether pixels are only scaled to 0 to 1, as they are where a recipe says nothing. */
  boolean isTheUsual() {
    return mean.stream().allMatch(m -> m == 0)
        && standardDeviation.stream().allMatch(s -> s == 255);
  }

  /** The paper's values of ImageNet: red, green, blue. */
  public static NormalizeConfig defaults() {
    return new NormalizeConfig(List.of(123.68, 116.779, 103.939), List.of(58.393, 57.12, 57.375));
  }
}
