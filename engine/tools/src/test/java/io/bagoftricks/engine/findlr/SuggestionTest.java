package io.bagoftricks.engine.findlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SuggestionTest {
  private static RateCurve curve(DoubleStream smoothed) {
    double[] losses = smoothed.toArray();
    return new RateCurve(
        IntStream.range(0, losses.length)
            .mapToObj(i -> new RateCurve.Point(Math.pow(10, -4 + 0.1 * i), losses[i], losses[i]))
            .toList(),
        "done");
  }

  /**
   * By hand, from fastai's code: of 40 points the first 4 and the last 5 go, 31 stay. Flat for 10,
   * falling for 15 (the longest valley is its 15 points and the flat one before: 16), rising after.
   * Its end is 24, its start 24 - 16 = 8, a third of it 16 / 3; so 8 + 5 + 2 = 15, 19 in the curve.
   */
  @Test
  void takesTheMiddleOfTheSecondThirdOfTheLongestValley() {
    DoubleStream losses =
        IntStream.range(0, 40)
            .mapToDouble(i -> i < 14 ? 2 : i < 29 ? 2 - 0.1 * (i - 13) : 0.5 + 0.3 * (i - 28));

    Suggestion valley = Suggestion.of(curve(losses), 40).get(0);

    assertThat(valley.method()).isEqualTo("valley");
    assertThat(valley.index()).isEqualTo(19);
    assertThat(valley.rate()).isCloseTo(Math.pow(10, -2.1), within(1e-9));
  }

  @Test
  void findsWhereTheLossFallsMost() {
    DoubleStream losses = IntStream.range(0, 40).mapToDouble(i -> i < 22 ? 2 - 0.001 * i : 1);

    List<Suggestion> suggestions = Suggestion.of(curve(losses), 40);

    assertThat(suggestions.get(1).method()).isEqualTo("steepest");
    assertThat(suggestions.get(1).index()).isEqualTo(21);
  }

  /**
   * As fastai counts, a tenth of the steps asked for is left out, however early the loss ran away:
   * of 100, ten. Falling from the start, 25 points stay; the longest valley is all of them.
   */
  @Test
  void leavesOutATenthOfAllStepsWhereTheSweepEndedEarly() {
    DoubleStream losses = IntStream.range(0, 40).mapToDouble(i -> 2 - 0.01 * i);

    Suggestion valley = Suggestion.of(curve(losses), 100).get(0);

    // Of 25 points: the end is 24, the start 0, a third 8; 8 + 4 = 12, and 10 before.
    assertThat(valley.index()).isEqualTo(22);
  }

  @Test
  void suggestsNothingWhereNothingFalls() {
    assertThat(Suggestion.of(curve(IntStream.range(0, 40).mapToDouble(i -> 1 + i)), 40)).isEmpty();
    assertThat(Suggestion.of(curve(IntStream.range(0, 12).mapToDouble(i -> -i)), 12)).isEmpty();
  }

  @Test
  void smoothsWithoutTheBiasOfTheStart() {
    SmoothedLoss smoothed = new SmoothedLoss(0.5);

    assertThat(smoothed.add(4)).isEqualTo(4);
    // (0.5 * 0.5 * 4 + 0.5 * 1) / (1 - 0.25)
    assertThat(smoothed.add(1)).isEqualTo(2);
  }

  @Test
  void sweepsFromTheFirstRateToTheLast() {
    RateSweep sweep = new RateSweep(1e-4, 1, 21);

    assertThat(sweep.rate(0)).isEqualTo(1e-4);
    assertThat(sweep.rate(10)).isCloseTo(1e-2, within(1e-12));
    assertThat(sweep.rate(20)).isCloseTo(1, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateSweep(0, 1, 20));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateSweep(1, 1, 20));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateSweep(1, Double.NaN, 20));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateSweep(1, 2, 19));
  }
}
