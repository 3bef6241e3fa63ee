package io.bagoftricks.engine.network;

import java.util.Collections;
import java.util.List;

/**
 * How pixels become inputs: {@code (pixel - mean) / standardDeviation}, one value per channel, on
 * the scale 0 to 255.
 */
public record Normalization(List<Double> mean, List<Double> standardDeviation) {
  /** Checks that both have one finite value per channel and that no deviation is zero. */
  public Normalization {
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
    if (mean.isEmpty() || mean.size() != standardDeviation.size()) {
      throw new IllegalArgumentException(
          "A mean and a standard deviation per channel: " + mean + ", " + standardDeviation);
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !standardDeviation.stream().allMatch(s -> s > 0 && Double.isFinite(s))) {
      throw new IllegalArgumentException(
          "Means are finite, deviations positive: " + mean + ", " + standardDeviation);
    }
  }

  /** Without a declared normalization pixels are scaled to [0, 1]. */
  public static Normalization unit(int channels) {
    return new Normalization(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 255.0));
  }
}
