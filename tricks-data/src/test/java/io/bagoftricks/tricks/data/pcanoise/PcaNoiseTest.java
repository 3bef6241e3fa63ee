package io.bagoftricks.tricks.data.pcanoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
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

final class PcaNoiseTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new PcaNoiseProvider()).tests();
  }

  /** The paper's formula with the components of GluonCV's code: eigenvalues times coefficients. */
  @Test
  @Golden(trick = "pca-noise", source = "the paper's formula by hand")
  void oneColorIsAddedToEveryPixel() {
    double[] values = {55.46, 4.794, 1.148};
    double[][] vectors = {
      {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
    };
    try (TrickRun run = bench().start()) {
      Draws draws = run.sampleDraws(5);
      double[] alpha = {0.1 * draws.normal(), 0.1 * draws.normal(), 0.1 * draws.normal()};
      float[][] planes = {filled(10), filled(20), filled(250)};
      Image image = run.onSample(new Image(Size.of(8), planes), 5);
      for (int channel = 0; channel < 3; channel++) {
        double expected = planes[channel][0];
        for (int k = 0; k < 3; k++) {
          expected += vectors[channel][k] * values[k] * alpha[k];
        }
        for (float pixel : image.planes()[channel]) {
          assertThat((double) pixel).isCloseTo(expected, within(1e-3));
        }
      }
    }
  }

  /** Red's variance is 0.01 * (31.474^2 + 3.448^2 + 0.460^2): a deviation of 3.1666. */
  @Test
  void coefficientsAreNormal() {
    double sum = 0;
    double squares = 0;
    int count = 20_000;
    try (TrickRun run = bench().start()) {
      for (int index = 0; index < count; index++) {
        float[][] planes = {{0}, {0}, {0}};
        double red = run.onSample(new Image(Size.of(1), planes), index).planes()[0][0];
        sum += red;
        squares += red * red;
      }
    }
    assertThat(sum / count).isCloseTo(0, within(4 * 3.1666 / Math.sqrt(count)));
    assertThat(Math.sqrt(squares / count))
        .isCloseTo(3.1666, within(4 * 3.1666 / Math.sqrt(2.0 * count)));
  }

  private static float[] filled(float value) {
    float[] plane = new float[64];
    Arrays.fill(plane, value);
    return plane;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1e7, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoDeviation(double deviation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PcaNoiseConfig(deviation))
        .withMessage("standardDeviation must be from 0 to 1e6, not " + deviation);
  }

  @Test
  void notesThatZeroAddsNothing() {
    assertThat(bench().check().notes()).isEmpty();
    assertThat(bench().with("standardDeviation", 0).check().notes()).hasSize(1);
  }

  private static TrickBench bench() {
    return TrickBench.of(new PcaNoiseProvider()).images(new Shape(3, 8, 8));
  }
}
