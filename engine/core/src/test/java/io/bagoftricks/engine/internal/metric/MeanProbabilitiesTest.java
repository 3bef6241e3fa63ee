package io.bagoftricks.engine.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two views of one example of three classes, and who wins. */
final class MeanProbabilitiesTest {
  private static double[] logits(double... probabilities) {
    double[] logits = new double[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(probabilities[i]) + 700; // any constant
    }
    return logits;
  }

  @Test
  void viewsCountAlike() {
    MeanProbabilities mean = new MeanProbabilities(1, 3);
    mean.add(logits(0.5, 0.25, 0.25));
    mean.add(logits(0.1, 0.8, 0.1));
    mean.add(logits(0.3, 0.3, 0.4));

    List<Double> probabilities = mean.of(0);
    assertThat(probabilities.get(0)).isCloseTo(0.3, within(1e-12));
    assertThat(probabilities.get(1)).isCloseTo(0.45, within(1e-12));
    assertThat(probabilities.get(2)).isCloseTo(0.25, within(1e-12));
    assertThat(mean.loss(new int[] {1})).isCloseTo(-Math.log(0.45), within(1e-12));
    assertThat(mean.taken(0, 2)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "2, 0"})
  void aTieIsTakenForAnother(int label, int taken) {
    MeanProbabilities mean = new MeanProbabilities(1, 3);
    mean.add(new double[] {2, 2, 1});

    assertThat(mean.taken(0, label)).isEqualTo(taken);
  }

  @Test
  void everyExampleIsTakenForAClassOfItsOwn() {
    MeanProbabilities mean = new MeanProbabilities(3, 3);
    mean.add(new double[] {3, 2, 1, 1, 3, 2, 1, 2, 3});

    assertThat(mean.taken(0, 1)).isZero();
    assertThat(mean.taken(1, 0)).isEqualTo(1);
    assertThat(mean.taken(1, 1)).isEqualTo(1);
    assertThat(mean.taken(1, 2)).isEqualTo(1);
    assertThat(mean.taken(2, 0)).isEqualTo(2);
    assertThat(mean.taken(2, 2)).isEqualTo(2);
  }

  @Test
  void lossesAreSummedOverExamples() {
    MeanProbabilities mean = new MeanProbabilities(2, 2);
    mean.add(new double[] {Math.log(0.25), Math.log(0.75), Math.log(0.5), Math.log(0.5)});

    assertThat(mean.loss(new int[] {0, 1}))
        .isCloseTo(-Math.log(0.25) - Math.log(0.5), within(1e-12));
  }

  @Test
  void nothingIsLostToZero() {
    MeanProbabilities mean = new MeanProbabilities(1, 2);
    mean.add(new double[] {0, 2000});
    mean.add(new double[] {0, 2000});

    assertThat(mean.loss(new int[] {0})).isCloseTo(2000, within(1e-9));
  }

  @Test
  void eachExampleIsTakenByItself() {
    MeanProbabilities mean = new MeanProbabilities(2, 3);
    mean.add(new double[] {3, 1, 2, 1, 2, 5});
    mean.add(new double[] {3, 1, 2, 2, 1, 5});

    assertThat(mean.taken(0, 0)).isZero();
    assertThat(mean.taken(0, 1)).isZero();
    assertThat(mean.taken(1, 2)).isEqualTo(2);
    assertThat(mean.taken(1, 0)).isEqualTo(2);
    double sum = Math.exp(-3) + Math.exp(-4);
    assertThat(mean.probability(1, 2)).isCloseTo(1 / (1 + sum), within(1e-12));
    assertThat(mean.probability(1, 0))
        .isCloseTo((Math.exp(-4) + Math.exp(-3)) / 2 / (1 + sum), within(1e-12));
  }
}
