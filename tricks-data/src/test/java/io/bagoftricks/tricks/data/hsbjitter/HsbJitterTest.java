package io.bagoftricks.tricks.data.hsbjitter;

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
import io.bagoftricks.tricks.data.hsbjitter.HsbJitterConfig.Profile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HsbJitterTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new HsbJitterProvider()).tests();
  }

  /**
   * Of the color 200, 100, 50 with brightness 200, saturation 0.75 and hue 20 degrees, by
   * java.awt.Color: the drawn factors can be read off each result, unless clipped.
   */
  @Test
  @Golden(trick = "hsb-jitter", profiles = "paper", source = "java.awt.Color")
  void factorsAreTheDraws() {
    try (TrickRun run = bench().start()) {
      for (int index = 0; index < 200; index++) {
        Draws draws = run.sampleDraws(index);
        double hue = draws.uniform(0.6, 1.4);
        double saturation = draws.uniform(0.6, 1.4);
        double brightness = draws.uniform(0.6, 1.4);
        float[] hsb = hsb(run.onSample(color(200, 100, 50), index));
        double turned = 20 / 360.0 + hue - 1;
        assertThat((double) hsb[0]).isCloseTo(turned - Math.floor(turned), within(0.01));
        assertThat((double) hsb[1]).isCloseTo(Math.min(1, 0.75 * saturation), within(0.01));
        assertThat((double) hsb[2] * 255).isCloseTo(Math.min(255, 200 * brightness), within(1.0));
      }
    }
  }

  private static float[] hsb(Image image) {
    return java.awt.Color.RGBtoHSB(
        Math.round(image.planes()[0][0]),
        Math.round(image.planes()[1][0]),
        Math.round(image.planes()[2][0]),
        null);
  }

  /** Of 20,000 uniform draws the mean is 1 and the deviation 0.4 / sqrt(3), to four of its own. */
  @Test
  void brightnessIsUniform() {
    double sum = 0;
    double squares = 0;
    double least = 9;
    double largest = 0;
    TrickBench gray = TrickBench.of(new HsbJitterProvider());
    try (TrickRun run = gray.start()) {
      for (int index = 0; index < 20_000; index++) {
        float[] one = {100};
        double factor =
            run.onSample(new Image(Size.of(1), new float[][] {one}), index).planes()[0][0] / 100.0;
        sum += factor;
        squares += factor * factor;
        least = Math.min(least, factor);
        largest = Math.max(largest, factor);
      }
    }
    double mean = sum / 20_000;
    assertThat(mean).isCloseTo(1, within(4 * 0.2309 / Math.sqrt(20_000)));
    assertThat(Math.sqrt(squares / 20_000 - mean * mean)).isCloseTo(0.2309, within(0.004));
    assertThat(least).isBetween(0.5999, 0.601);
    assertThat(largest).isBetween(1.399, 1.4001);
  }

  /** By hand, in each of the six orders, of an image of two colors. */
  @Test
  @Golden(trick = "hsb-jitter", profiles = "gluoncv", source = "by hand, in each of six orders")
  void gluoncvComputesBrightnessContrastAndSaturationInTheDrawnOrder() {
    Map<String, Integer> orders = new HashMap<>();
    try (TrickRun run = bench().with("profile", "gluoncv").start()) {
      for (int index = 0; index < 6_000; index++) {
        Draws draws = run.sampleDraws(index);
        int[] order = draws.permutation(3);
        orders.merge(Arrays.toString(order), 1, Integer::sum);
        double[][] expected = {{120, 60}, {100, 80}, {90, 110}};
        for (int kind : order) {
          double factor = draws.uniform(0.6, 1.4);
          double mean = (luma(expected, 0) + luma(expected, 1)) / 2;
          for (int i = 0; i < 2; i++) {
            double plain = kind == 0 ? 0 : kind == 1 ? mean : luma(expected, i);
            for (double[] plane : expected) {
              plane[i] = Math.max(0, Math.min(255, plain + factor * (plane[i] - plain)));
            }
          }
        }
        float[][] planes = {{120, 60}, {100, 80}, {90, 110}};
        Image image = run.onSample(wide(planes), index);
        for (int channel = 0; channel < 3; channel++) {
          assertThat((double) image.planes()[channel][0])
              .isCloseTo(expected[channel][0], within(0.01));
          assertThat((double) image.planes()[channel][7])
              .isCloseTo(expected[channel][1], within(0.01));
        }
      }
    }
    // 1,000 of each are expected; 4.5 standard deviations are 130.
    assertThat(orders).hasSize(6).allSatisfy((o, n) -> assertThat(n).isBetween(870, 1130));
  }

  private static double luma(double[][] planes, int i) {
    return 0.299 * planes[0][i] + 0.587 * planes[1][i] + 0.114 * planes[2][i];
  }

  /** 8x8, the left half of the first color, the right of the second. */
  private static Image wide(float[][] colors) {
    float[][] planes = new float[3][64];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < 64; i++) {
        planes[channel][i] = colors[channel][i % 8 < 4 ? 0 : 1];
      }
    }
    return new Image(Size.of(8), planes);
  }

  private static Image color(float red, float green, float blue) {
    return wide(new float[][] {{red, red}, {green, green}, {blue, blue}});
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void refusesAStrengthOutOfRange(double strength) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsbJitterConfig(strength, Profile.PAPER))
        .withMessage("strength must be from 0 to 1, not " + strength);
  }

  @Test
  void notesThatZeroChangesNothing() {
    assertThat(bench().check().notes()).isEmpty();
    assertThat(bench().with("strength", 0).check().notes()).hasSize(1);
    assertThat(bench().with("strength", 1).check().notes()).isEmpty();
  }

  private static TrickBench bench() {
    return TrickBench.of(new HsbJitterProvider()).images(new Shape(3, 8, 8));
  }
}
