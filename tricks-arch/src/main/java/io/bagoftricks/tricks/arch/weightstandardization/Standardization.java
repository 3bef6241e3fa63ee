package io.bagoftricks.tricks.arch.weightstandardization;

import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.tricks.arch.HostRows;
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
    HostRows from = new HostRows(raw);
    HostRows to = new HostRows(effective);
    double[] weights = new double[from.length()];
    for (int channel = 0; channel < from.count(); channel++) {
      from.read(channel, weights);
      double inverse = 1 / epsilonAdded(center(weights));
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= inverse;
      }
      to.write(channel, weights);
    }
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
    HostRows from = new HostRows(raw);
    HostRows ofEffective = new HostRows(effectiveGradient);
    HostRows to = new HostRows(rawGradient);
    int n = from.length();
    double[] weights = new double[n];
    double[] gradient = new double[n];
    for (int channel = 0; channel < from.count(); channel++) {
      from.read(channel, weights);
      ofEffective.read(channel, gradient);
      double deviation = center(weights);
      double divisor = epsilonAdded(deviation);
      double mean = Sums.of(gradient) / n;
      double along = Sums.ofProducts(gradient, weights) / divisor / n;
      if (profile == Profile.AUTHORS) {
        along *= deviation == 0 ? 0 : n * divisor / ((n - 1) * deviation);
      }
      double inverse = 1 / divisor;
      double share = along * inverse;
      for (int i = 0; i < n; i++) {
        gradient[i] = (gradient[i] - mean - weights[i] * share) * inverse;
      }
      to.write(channel, gradient);
    }
  }

  /** Takes the mean of a channel's weights away, and gives their deviation. */
  private double center(double[] weights) {
    int n = weights.length;
    double mean = Sums.of(weights) / n;
    for (int i = 0; i < n; i++) {
      weights[i] -= mean;
    }
    double squares = Sums.ofProducts(weights, weights);
    return Math.sqrt(squares / (profile == Profile.AUTHORS ? n - 1 : n));
  }

  private double epsilonAdded(double deviation) {
    return switch (profile) {
      case PAPER -> Math.sqrt(deviation * deviation + epsilon);
      case AUTHORS -> deviation + epsilon;
    };
  }
}
