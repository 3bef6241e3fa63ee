package io.bagoftricks.tricks.optim.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SamTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SamProvider()).tests();
  }

  /** The gradient of w^2 / 2 is w: at (3, 4) of norm 5; 0.5 further along it, (3.3, 4.4). */
  @Test
  @Golden(trick = "sam", source = "by hand")
  void takesTheGradientsFromFurtherUp() {
    try (TrickRun run = bench().with("rho", 0.5).start()) {
      double[] gradients = run.weights(3, 4).onStep(weights -> weights).gradients(3);
      assertThat(gradients).containsExactly(new double[] {3.3, 4.4, 0}, within(1e-9));
      assertThat(run.weights()).startsWith(3, 4, 0);
    }
  }

  /**
   * Adaptive, with the gradients (1, 2) at (2, 1): w g = (2, 2), of norm 2 sqrt(2); w^2 g = (4, 2).
   * With a rho of sqrt(2) the weights are (4, 2), of which the gradients here are the squares.
   */
  @Test
  void adaptiveGoesFurtherWhereWeightsAreLarge() {
    TrickBench bench = bench().with("rho", Math.sqrt(2)).with("adaptive", true);
    try (TrickRun run = bench.start()) {
      double[] gradients =
          run.weights(2, 1)
              .onStep(
                  weights ->
                      weights[0] == 2
                          ? padded(weights.length, 1, 2)
                          : Arrays.stream(weights).map(w -> w * w).toArray())
              .gradients(3);
      assertThat(gradients).containsExactly(new double[] {16, 4, 0}, within(1e-9));
    }
  }

  @Test
  void staysWhereThereIsNoGradient() {
    try (TrickRun run = bench().start()) {
      assertThat(run.weights(3).onStep(weights -> padded(weights.length)).gradients(1))
          .containsExactly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.05, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsARhoOutsideItsRange(double rho) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SamConfig(rho, false))
        .withMessage("rho must be positive and finite, not " + rho);
  }

  private static double[] padded(int length, double... first) {
    return Arrays.copyOf(first, length);
  }

  private static TrickBench bench() {
    return TrickBench.of(new SamProvider()).withoutBatchNorm().in64Bits();
  }
}
