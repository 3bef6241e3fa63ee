package io.bagoftricks.tricks.data.trivialaugment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.data.Operation;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrivialAugmentTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new TrivialAugmentProvider()).tests();
  }

  /**
   * Black images tell which shift was drawn: white ones solarized at 255 (1 - k / 30) turn black
   * unless k is 0. Each of 14 operations is expected 714 times of 10,000, with a deviation of 25.8.
   * The gray 128 becomes 128 (1 + 0.99 k / 30) or less: brightness tells all 61 magnitudes.
   */
  @Golden(trick = "trivial-augment", source = "torchvision 0.29.1's ranges, and chi-squared")
  @Test
  void operationsAndMagnitudesAreDrawnEvenly() {
    Map<Integer, Integer> levels = new TreeMap<>();
    int brightened = 0;
    try (TrickRun run = TrickBench.of(new TrivialAugmentProvider()).start()) {
      for (int index = 0; index < 10_000; index++) {
        Draws draws = run.sampleDraws(index);
        if (Operation.FOURTEEN.get(draws.below(14)) != Operation.BRIGHTNESS) {
          continue;
        }
        brightened++;
        double factor =
            run.onSample(new Image(Size.of(1), new float[][] {{100}}), index).planes()[0][0] / 100;
        double level = (factor - 1) / 0.99 * 30;
        assertThat(level - Math.rint(level)).isBetween(-1e-3, 1e-3);
        levels.merge((int) Math.abs(Math.rint(level)), 1, Integer::sum);
      }
    }
    assertThat(brightened).isBetween(714 - 4 * 26, 714 + 4 * 26);
    // 31 magnitudes, 23 times each; the 0.999 quantile of chi-squared with 30 degrees is 59.7.
    double expected = brightened / 31.0;
    double statistic =
        levels.values().stream().mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertThat(levels).hasSize(31);
    assertThat(statistic).isBetween(11.6, 59.7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -5, 1001})
  void refusesMagnitudesThatAreNone(int magnitudes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrivialAugmentConfig(magnitudes))
        .withMessage("magnitudes must be from 2 to 1,000, not " + magnitudes);
  }

  /** Of two magnitudes the second is the largest: a turn is by 135 degrees or none. */
  @Test
  void twoMagnitudesAreNoneAndTheLargest() {
    float[] corner = new float[64];
    corner[0] = 200;
    TrickBench bench = TrickBench.of(new TrivialAugmentProvider()).with("magnitudes", 2);
    int solarized = 0;
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 200; index++) {
        Draws draws = run.sampleDraws(index);
        if (Operation.FOURTEEN.get(draws.below(14)) == Operation.SOLARIZE) {
          boolean largest = draws.below(2) == 1;
          float[] plane =
              run.onSample(new Image(Size.of(8), new float[][] {corner}), index).planes()[0];
          assertThat(plane[0]).isEqualTo(largest ? 55 : 200);
          assertThat(plane[1]).isEqualTo(largest ? 255 : 0);
          solarized++;
        }
      }
    }
    assertThat(solarized).isPositive();
  }
}
