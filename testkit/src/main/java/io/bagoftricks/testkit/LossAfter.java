package io.bagoftricks.testkit;

import io.bagoftricks.engine.internal.train.TrickCalls;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of a micro-batch after {@code onLoss}: targets, terms and their gradient. */
public final class LossAfter {
  private static final double STEP = 1e-4;

  private final TrickCalls.Loss loss;
  private final INDArray logits;
  private final INDArray targets;

  LossAfter(TrickCalls.Loss loss, INDArray logits, INDArray targets) {
    this.loss = loss;
    this.logits = logits;
    this.targets = targets;
  }

  /** {@return shape [batch, classes]} */
  public INDArray targets() {
    return targets;
  }

  /** {@return the factor on the loss before backward} */
  public double scale() {
    return loss.scale();
  }

  /** {@return the terms by name, weights in, unscaled: means over the examples} */
  public Map<String, Double> terms() {
    return loss.evaluate(logits.dup(), logits.ulike());
  }

  /** {@return the sum of the terms} */
  public double total() {
    return total(logits);
  }

  /** {@return the derivative of the unscaled loss by the logits, shape [batch, classes]} */
  public INDArray gradient() {
    INDArray gradient = logits.ulike();
    loss.evaluate(logits.dup(), gradient);
    return gradient;
  }

  /**
   * Fails unless the gradient is that of the value: against central differences in the type of the
   * logits, which should be 64 bits.
   *
   * @param tolerance the largest difference of an element
   * @return this
   */
  public LossAfter assertGradient(double tolerance) {
    INDArray gradient = gradient();
    for (long i = 0; i < logits.length(); i++) {
      double expected = (total(moved(i, STEP)) - total(moved(i, -STEP))) / (2 * STEP);
      Assertions.assertThat(gradient.getDouble(i))
          .describedAs("the gradient by logit %s, against central differences", i)
          .isCloseTo(expected, Offset.offset(tolerance));
    }
    return this;
  }

  private INDArray moved(long element, double by) {
    INDArray moved = logits.dup();
    return moved.putScalar(element, moved.getDouble(element) + by);
  }

  private double total(INDArray at) {
    return loss.evaluate(at.dup(), at.ulike()).values().stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }
}
