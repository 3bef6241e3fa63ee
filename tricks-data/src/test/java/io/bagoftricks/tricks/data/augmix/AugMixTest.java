package io.bagoftricks.tricks.data.augmix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.data.ChiSquared;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AugMixTest {
  private static final int SOLARIZE = 4;

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new AugMixProvider()).tests();
  }

  /**
   * Dirichlet(1, 1, 1): each mean 1/3, each variance (1/3)(2/3)/4 = 1/18, each covariance -1/36; of
   * 20,000 draws a mean is within four times 0.2357 / sqrt(20,000) = 0.0067.
   */
  @Golden(trick = "aug-mix", source = "moments of the Dirichlet distribution")
  @Test
  void weightsAreDirichlet() {
    Draws draws = Draws.of(9);
    double[] sums = new double[3];
    double[] squares = new double[3];
    double product = 0;
    for (int i = 0; i < 20_000; i++) {
      double[] weights = AugMix.dirichlet(draws, 3, 1);
      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
      for (int k = 0; k < 3; k++) {
        sums[k] += weights[k] / 20_000;
        squares[k] += weights[k] * weights[k] / 20_000;
      }
      product += weights[0] * weights[2] / 20_000;
    }
    for (int k = 0; k < 3; k++) {
      assertThat(sums[k]).isCloseTo(1 / 3.0, within(0.0067));
      assertThat(squares[k] - sums[k] * sums[k]).isCloseTo(1 / 18.0, within(0.003));
    }
    assertThat(product - sums[0] * sums[2]).isCloseTo(-1 / 36.0, within(0.003));
    assertThat(AugMix.dirichlet(draws, 1, 1)).containsExactly(1);
  }

  /**
   * One chain of one operation on a pixel of 250: solarized at 256 - int(256 level) it is 5 or
   * stays, and m of it is seen.
   */
  @Golden(trick = "aug-mix", source = "by hand")
  @Test
  void theImageIsMixedWithItsChain() {
    TrickBench bench =
        TrickBench.of(new AugMixProvider()).with("width", 1).with("depth", 1).with("severity", 10);
    int seen = 0;
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 400; index++) {
        Draws draws = run.sampleDraws(index);
        double mixed = draws.beta(1, 1);
        if (draws.below(9) == SOLARIZE) {
          int threshold = 256 - (int) (256 * draws.uniform(0.1, 10) / 10);
          double chain = 250 >= threshold ? 5 : 250;
          Image after = run.onSample(new Image(Size.of(1), new float[][] {{250}}), index);
          assertThat((double) after.planes()[0][0])
              .isCloseTo((1 - mixed) * 250 + mixed * chain, within(1e-3));
          seen++;
        }
      }
    }
    assertThat(seen).isPositive();
  }

  /**
   * Of 18,000 chains a third have each depth, of 36,000 operations a ninth are each: chi-squared
   * with 2 and 8 degrees of freedom exceeds 13.8 and 26.1 once in 1,000. Thresholds of solarize,
   * 256 - int(25.6 severity), tell severities: 4,000 of U[0.1, 3], whose distance by Kolmogorov and
   * Smirnov exceeds 1.95 as rarely.
   */
  @Test
  void depthsOperationsAndSeveritiesAreDrawnEvenly() {
    Map<Integer, Integer> depths = new TreeMap<>();
    Map<String, Integer> operations = new TreeMap<>();
    Map<Integer, Integer> thresholds = new TreeMap<>();
    try (TrickRun run = TrickBench.of(new AugMixProvider()).with("width", 1).start()) {
      for (int index = 0; index < 18_000; index++) {
        List<String> notes = run.notes(new Image(Size.of(1), new float[][] {{128}}), index);
        assertThat(notes.get(0)).startsWith("mixed ");
        depths.merge(notes.size() - 1, 1, Integer::sum);
        for (String note : notes.subList(1, notes.size())) {
          String[] words = note.split(" ", 2);
          operations.merge(words[0], 1, Integer::sum);
          if (words[0].equals("solarize")) {
            thresholds.merge(256 - Integer.parseInt(words[1]), 1, Integer::sum);
          }
        }
      }
    }
    assertThat(depths.keySet()).containsExactly(1, 2, 3);
    assertThat(ChiSquared.of(depths.values(), 3)).isLessThan(13.8);
    assertThat(operations).hasSize(9);
    assertThat(ChiSquared.of(operations.values(), 9)).isBetween(0.86, 26.1);

    double count = thresholds.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(count).isBetween(3800.0, 4200.0);
    assertThat(thresholds.keySet()).allMatch(below -> below >= 2 && below <= 76).contains(2, 76);
    double distance = 0;
    int seen = 0;
    for (Map.Entry<Integer, Integer> below : thresholds.entrySet()) {
      seen += below.getValue();
      double expected = Math.min(((below.getKey() + 1) / 25.6 - 0.1) / 2.9, 1);
      distance = Math.max(distance, Math.abs(seen / count - expected));
    }
    assertThat(distance * Math.sqrt(count)).isLessThan(1.95);
  }

  /** Weights sum to one, so that nothing gets lighter than white or darker than black. */
  @Test
  void aMixtureStaysOnTheScale() {
    float[] plane = new float[64];
    Arrays.fill(plane, 255);
    TrickBench bench = TrickBench.of(new AugMixProvider()).with("allOperations", true);
    boolean changed = false;
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 100; index++) {
        for (float value :
            run.onSample(new Image(Size.of(8), new float[][] {plane}), index).planes()[0]) {
          assertThat(value).isBetween(0f, 255.01f);
          changed |= value < 254;
        }
      }
    }
    assertThat(changed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 0, 1, severity must be from 0.1 to 10",
    "10.5, 3, 0, 1, severity must be from 0.1 to 10",
    "NaN, 3, 0, 1, severity must be from 0.1 to 10",
    "3, 0, 0, 1, width must be from 1 to 20",
    "3, 3, -1, 1, depth must be from 0 to 20",
    "3, 3, 21, 1, depth must be from 0 to 20",
    "3, 3, 0, 0, alpha must be positive and finite",
    "3, 3, 0, Infinity, alpha must be positive and finite",
  })
  void refusesWhatIsOutOfRange(
      double severity, int width, int depth, double alpha, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AugMixConfig(severity, width, depth, alpha, false))
        .withMessageStartingWith(message);
  }
}
