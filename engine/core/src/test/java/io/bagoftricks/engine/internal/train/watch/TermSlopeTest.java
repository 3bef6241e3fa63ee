package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.LossTerm;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Terms of the loss whose gradient is, or is not, the derivative of their value. */
final class TermSlopeTest {
  private static final INDArray LOGITS = Nd4j.createFromArray(new float[][] {{1, 2}, {-2, 4}});
  private static final INDArray TARGETS = Nd4j.ones(2, 2);

  /** Half the square of the norm, with a factor on its true gradient. */
  private static LossTerm square(double factor) {
    return (logits, targets, gradient) -> {
      gradient.assign(logits).muli(factor);
      double norm = logits.norm2Number().doubleValue();
      return norm * norm / 2;
    };
  }

  private static LossTerm constant(double value, double slope) {
    return (logits, targets, gradient) -> {
      gradient.assign(slope);
      return value;
    };
  }

  private static Optional<String> fault(LossTerm term, INDArray logits) {
    INDArray gradient = Nd4j.zeros(2, 2);
    term.evaluate(logits, TARGETS, gradient);
    return TermSlope.fault(term, logits, TARGETS, gradient);
  }

  @Test
  void theDerivativeIsNoFault() {
    assertThat(fault(square(1), LOGITS)).isEmpty();
    assertThat(fault(square(1.05), LOGITS)).isEmpty();
    assertThat(fault(square(0.95), LOGITS)).isEmpty();
  }

  /** The norm of these logits is 5. */
  @Test
  void anotherFactorIsTold() {
    assertThat(fault(square(2), LOGITS))
        .contains(
            "its gradient is not the derivative of its value: the slope is 10.00 by the gradient,"
                + " 5.000 by differences of the value. If no part of the formula is meant to be"
                + " constant, the gradient is wrong.");
    assertThat(fault(square(0.8), LOGITS)).isPresent();
    assertThat(fault(square(1.15), LOGITS)).isPresent();
    assertThat(fault(square(-1), LOGITS)).isPresent();
  }

  @Test
  void aGradientOfZeroIsComparedInSomeDirection() {
    assertThat(fault(square(0), LOGITS)).isPresent();
    assertThat(fault(constant(3, 0), LOGITS)).isEmpty();
    assertThat(fault(constant(3, 0.5), LOGITS)).isPresent();
  }

  /** Beside a large constant, 32 bits do not show a small slope. */
  @Test
  void whatRoundingHidesIsNoFault() {
    assertThat(fault(constant(1e5, 1), LOGITS)).isEmpty();
    assertThat(fault(constant(-1e5, 1), LOGITS)).isEmpty();
    assertThat(fault(constant(1e3, 1), LOGITS)).isPresent();
    assertThat(fault(constant(0, 1e-9), LOGITS)).isEmpty();
    assertThat(fault(constant(0, 1e-6), LOGITS)).isPresent();
  }

  @Test
  void gradientsThatAreNotFiniteAreTheTermsFaultWhereLogitsAreFinite() {
    assertThat(fault(constant(1, Double.NaN), LOGITS))
        .contains("its gradient is not finite, though the logits are.");
    INDArray infinite = Nd4j.valueArrayOf(new int[] {2, 2}, Double.POSITIVE_INFINITY);
    assertThat(fault(constant(1, Double.NaN), infinite)).isEmpty();
  }

  @Test
  void aValueThatIsNotFiniteIsNoFaultOfTheSlope() {
    assertThat(fault(constant(Double.NaN, 1), LOGITS)).isEmpty();
  }
}
