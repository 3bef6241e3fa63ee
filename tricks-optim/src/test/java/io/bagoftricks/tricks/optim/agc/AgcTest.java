package io.bagoftricks.tricks.optim.agc;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On two convolutions of 36 and 144 weights, and a linear layer of 16 weights and 4 biases. */
final class AgcTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new AgcProvider()).tests();
  }

  /**
   * By hand, with a share of 0.1: the first filter has weights (3, 4) of norm 5 and gradients (6,
   * 8) of norm 10, of which 0.5 / 10 is left; the second (0, 10) and a gradient of norm 0.9, which
   * stays; the third no weights, and so the norm 1e-3.
   */
  @Test
  @Golden(trick = "agc", source = "by hand")
  void limitsEachFilterByItself() {
    try (TrickRun run = bench().with("clipFactor", 0.1).start()) {
      run.weights(placed(3, 4, 0, 10, 0, 0));
      double[] gradients = run.onStep(placed(6, 8, 0, 0.9, 2, 0)).gradients(36);
      assertThat(new double[] {gradients[0], gradients[1], gradients[10], gradients[18]})
          .containsExactly(new double[] {0.3, 0.4, 0.9, 1e-4}, within(1e-15));
    }
  }

  /** The last layer: 16 weights, which lie behind 180 others, and 4 biases at the end. */
  @Test
  void leavesTheLastLayerAlone() {
    double[] ones = new double[200];
    Arrays.fill(ones, 1);
    try (TrickRun run = bench().start()) {
      double[] gradients = run.weights(ones).onStep(ones).gradients(200);
      assertThat(Arrays.copyOf(gradients, 180)).containsOnly(gradients[0]);
      assertThat(gradients[0]).isCloseTo(0.01, within(1e-15));
      assertThat(Arrays.copyOfRange(gradients, 180, 200)).containsOnly(1);
    }
  }

  /** The biases (3, 4, 0, 0) are one vector of norm 5. */
  @Test
  void takesBiasesWhole() {
    double[] weights = new double[200];
    double[] gradients = new double[200];
    weights[196] = 3;
    weights[197] = 4;
    gradients[197] = 2;
    try (TrickRun run = bench().with("excludeHead", false).start()) {
      assertThat(run.weights(weights).onStep(gradients).gradients(200)[197])
          .isCloseTo(0.05, within(1e-15));
    }
  }

  /** timm's: max_norm = max(weight, eps) * factor; g * max_norm / max(norm, 1e-6). */
  @ParameterizedTest
  @CsvSource({
    "5, 10, 0.005",
    "5, 0.05, 1",
    "5, 0.04, 1",
    "0, 1, 1e-5",
    "0, 1e-5, 1",
    "0, 2e-5, 0.5"
  })
  @Golden(trick = "agc", source = "timm's code")
  void scalesWhatIsTooLarge(double weight, double gradient, double factor) {
    assertThat(Agc.factor(weight, gradient, AgcConfig.defaults())).isCloseTo(factor, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsWhatIsNotPositive(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AgcConfig(value, 1e-3, true))
        .withMessage("clipFactor must be positive and finite, not " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AgcConfig(0.01, value, true))
        .withMessage("epsilon must be positive and finite, not " + value);
  }

  /** The first two values of each of the first three filters of nine. */
  private static double[] placed(double... pairs) {
    double[] all = new double[36];
    for (int i = 0; i < pairs.length; i++) {
      all[9 * (i / 2) + i % 2] = pairs[i];
    }
    return all;
  }

  private static TrickBench bench() {
    return TrickBench.of(new AgcProvider()).withoutBatchNorm().in64Bits();
  }
}
