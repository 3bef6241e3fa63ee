package io.bagoftricks.tricks.arch.weightstandardization;

import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.tricks.arch.HostValues;
import io.bagoftricks.tricks.arch.weightstandardization.WeightStandardizationConfig.Profile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each output channel's weights with their mean taken away, over their deviation.
 *
 * @param epsilon keeps the divisor from zero
 * @param profile how the deviation is computed
 */
record Standardization(double epsilon, Profile profile) implements WeightTransform {
  @Override
  public void forward(INDArray raw, INDArray effective) {
    double[] weights = HostValues.of(raw);
    int n = Math.toIntExact(raw.length() / raw.size(0));
    for (int from = 0; from < weights.length; from += n) {
      double divisor = epsilonAdded(center(weights, from, n));
      for (int i = from; i < from + n; i++) {
        weights[i] /= divisor;
      }
    }
    HostValues.write(weights, effective);
  }

  /**
   * With d the divisor of a channel, u the standardized weights and g their gradient: {@code (g -
   * mean(g) - u * mean(g u)) / d} where the deviation is biased and epsilon is in the root. The
   * authors' divisor is s + epsilon, with s the unbiased deviation, of which {@code ds/dw = (w -
   * mean) / ((n - 1) s)}: the last term gets the factor {@code n d / ((n - 1) s)}.
   */
  @Override
  public void backward(
      INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient) {
    double[] weights = HostValues.of(raw);
    double[] gradient = HostValues.of(effectiveGradient);
    int n = Math.toIntExact(raw.length() / raw.size(0));
    for (int from = 0; from < weights.length; from += n) {
      double deviation = center(weights, from, n);
      double divisor = epsilonAdded(deviation);
      double mean = 0;
      double along = 0;
      for (int i = from; i < from + n; i++) {
        mean += gradient[i] / n;
        along += gradient[i] * weights[i] / divisor / n;
      }
      if (profile == Profile.AUTHORS) {
        along *= deviation == 0 ? 0 : n * divisor / ((n - 1) * deviation);
      }
      for (int i = from; i < from + n; i++) {
        gradient[i] = (gradient[i] - mean - weights[i] / divisor * along) / divisor;
      }
    }
    HostValues.write(gradient, rawGradient);
  }

  /** Takes the mean of a channel's weights away, and gives their deviation. */
  private double center(double[] weights, int from, int n) {
    double mean = 0;
    for (int i = from; i < from + n; i++) {
      mean += weights[i] / n;
    }
    double squares = 0;
    for (int i = from; i < from + n; i++) {
      weights[i] -= mean;
      squares += weights[i] * weights[i];
    }
    return Math.sqrt(squares / (profile == Profile.AUTHORS ? n - 1 : n));
  }

  private double epsilonAdded(double deviation) {
    return switch (profile) {
      case PAPER -> Math.sqrt(deviation * deviation + epsilon);
      case AUTHORS -> deviation + epsilon;
    };
  }
}
