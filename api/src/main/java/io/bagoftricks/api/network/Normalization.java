package io.bagoftricks.api.network;

import java.util.Collections;
import java.util.List;

/**
 * How pixels become inputs: {@code (pixel - mean) / standardDeviation}, one value per channel, on
 * the scale 0 to 255.
 *
 * @param mean one finite value per channel
 * @param standardDeviation one positive, finite value per channel
 * @since 0.1
 */
public record Normalization(List<Double> mean, List<Double> standardDeviation) {
  /**
   * Copies the lists and checks them.
   *
   * @param mean one finite value per channel
   * @param standardDeviation one positive, finite value per channel
   */
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

  /**
   * {@return the scaling of pixels to [0, 1], which holds where none is declared}
   *
   * @param channels how many, at least 1
   */
  public static Normalization unit(int channels) {
    return new Normalization(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 255.0));
  }

  /**
   * {@return that of a network which takes pixels as they are, 0 to 255}
   *
   * @param channels how many, at least 1
   */
  public static Normalization none(int channels) {
    return new Normalization(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
  }
}
