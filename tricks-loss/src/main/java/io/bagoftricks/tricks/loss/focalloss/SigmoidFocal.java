package io.bagoftricks.tricks.loss.focalloss;

import io.bagoftricks.api.ExampleLoss;

/**
 * {@code a (1 - q)^gamma c} over all classes, with {@code p = sigmoid(z)}, the binary cross-entropy
 * {@code c = -t log p - (1 - t) log(1 - p)}, {@code q = t p + (1 - t) (1 - p)} and {@code a = t
 * alpha + (1 - t) (1 - alpha)}.
 *
 * @param gamma not negative
 * @param alpha below 0: a is 1
 * @param sumClasses the sum over the classes instead of their mean
 */
record SigmoidFocal(double gamma, double alpha, boolean sumClasses) implements ExampleLoss {
  @Override
  public double evaluate(double[] logits, double[] targets, double[] gradient) {
    double share = sumClasses ? 1 : 1.0 / logits.length;
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      double z = logits[i];
      double t = targets[i];
      double p = 1 / (1 + Math.exp(-z));
      double notP = 1 / (1 + Math.exp(z));
      double entropy = Math.max(z, 0) - t * z + Math.log1p(Math.exp(-Math.abs(z)));
      double wrong = t * notP + (1 - t) * p;
      double balance = share * (alpha < 0 ? 1 : t * alpha + (1 - t) * (1 - alpha));
      double modulation = Math.pow(wrong, gamma);
      loss += balance * modulation * entropy;
      gradient[i] =
          balance * (modulation * (p - t) + entropy * slope(wrong, (1 - 2 * t) * p * notP));
    }
    return loss;
  }

  /** The derivative of {@code wrong^gamma}; 0 where nothing is wrong. */
  private double slope(double wrong, double derivative) {
    return gamma == 0 || wrong == 0 ? 0 : gamma * Math.pow(wrong, gamma - 1) * derivative;
  }
}
