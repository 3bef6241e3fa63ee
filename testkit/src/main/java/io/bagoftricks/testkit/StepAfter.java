package io.bagoftricks.testkit;

import java.util.Map;
import java.util.Optional;

/** A step after {@code onStep}, before the optimizer. */
public final class StepAfter {
  private final double[] gradients;
  private final double rate;
  private final Map<String, Double> parameterFactors;
  private final Optional<String> skipReason;

  StepAfter(
      double[] gradients,
      double rate,
      Map<String, Double> parameterFactors,
      Optional<String> skipReason) {
    this.gradients = gradients.clone();
    this.rate = rate;
    this.parameterFactors = Map.copyOf(parameterFactors);
    this.skipReason = skipReason;
  }

  /**
   * The first gradients in flat order.
   *
   * @param count how many
   * @return their values
   * @throws IllegalArgumentException if the network has not so many
   */
  public double[] gradients(int count) {
    return Firsts.of(gradients, count, "gradients");
  }

  /** {@return the learning rate of this step} */
  public double learningRate() {
    return rate;
  }

  /** {@return the factors on the rates of single parameters, by name; of others none} */
  public Map<String, Double> parameterFactors() {
    return parameterFactors;
  }

  /** {@return the reason why the trick wants this step left out, if it does} */
  public Optional<String> skipReason() {
    return skipReason;
  }
}
