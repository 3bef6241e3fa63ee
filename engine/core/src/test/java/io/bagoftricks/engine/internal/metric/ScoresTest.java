package io.bagoftricks.engine.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks of a label among seven classes. */
final class ScoresTest {
  private static final double[] FALLING = {7, 6, 5, 4, 3, 2, 1};

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "4, 0, 1", "5, 0, 0", "6, 0, 0"})
  void theFirstAndTheFirstFiveCount(int label, double top1, double top5) {
    Scores scores = new Scores();

    scores.count(FALLING, new int[] {label});

    assertThat(scores.metrics().top1()).isEqualTo(top1);
    assertThat(scores.metrics().top5()).isEqualTo(top5);
  }

  @Test
  void tiesAndWhatIsNotANumberCountAgainstTheLabel() {
    Scores scores = new Scores();

    scores.count(new double[] {1, 1, 0, 0, 0, 0, 0}, new int[] {0});
    scores.count(new double[] {1, 1, 0, 0, 0, 0, 0}, new int[] {1});
    scores.count(new double[] {1, Double.NaN, 0, 0, 0, 0, 0}, new int[] {0});
    scores.count(new double[] {Double.NaN, 1, 2, 3, 4, 5, 6}, new int[] {0});
    // Fifth alone, sixth with the tie.
    scores.count(new double[] {5, 5, 5, 5, 2, 2, 1}, new int[] {4});

    assertThat(scores.metrics().top1()).isZero();
    assertThat(scores.metrics().top5()).isEqualTo(3 / 5.0);
  }

  @Test
  void sharesAndLossAreMeansOverExamples() {
    Scores scores = new Scores();

    scores.count(new double[] {2, 1, 1, 2, 2, 1}, new int[] {0, 1, 1});
    scores.addLoss(1.5);
    scores.count(new double[] {2, 1}, new int[] {0});
    scores.addLoss(4.5);

    assertThat(scores.metrics().examples()).isEqualTo(4);
    assertThat(scores.metrics().top1()).isEqualTo(0.75);
    assertThat(scores.metrics().loss()).isCloseTo(1.5, within(1e-15));
  }
}
