package io.bagoftricks.backends.testkit.conformance;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One channel of a batch norm in training, by the formulas of Ioffe and Szegedy 2015. */
final class NormalizedChannel {
  private final double[] normalized;
  private final double[] gradient;
  private final double mean;
  private final double squares;
  private final double deviation;

  /**
   * A channel.
   *
   * @param values all of the batch
   * @param gradient of what the channel puts out
   */
  NormalizedChannel(double[] values, double[] gradient, double epsilon) {
    this.gradient = gradient.clone();
    this.mean = Arrays.stream(values).average().orElseThrow();
    this.squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    this.deviation = Math.sqrt(squares / values.length + epsilon);
    this.normalized = Arrays.stream(values).map(x -> (x - mean) / deviation).toArray();
  }

  double mean() {
    return mean;
  }

  double unbiasedVariance() {
    return squares / (normalized.length - 1);
  }

  double[] output(double gamma, double beta) {
    return Arrays.stream(normalized).map(x -> gamma * x + beta).toArray();
  }

  double gammaGradient() {
    return IntStream.range(0, gradient.length).mapToDouble(i -> gradient[i] * normalized[i]).sum();
  }

  double betaGradient() {
    return Arrays.stream(gradient).sum();
  }

  double[] inputGradient(double gamma) {
    int count = gradient.length;
    return IntStream.range(0, count)
        .mapToDouble(
            i ->
                gamma
                    / deviation
                    * (gradient[i]
                        - betaGradient() / count
                        - normalized[i] * gammaGradient() / count))
        .toArray();
  }
}
