package io.bagoftricks.tricks.data.randomerasing;

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
import io.bagoftricks.tricks.data.ChiSquared;
import io.bagoftricks.tricks.data.randomerasing.RandomErasing.Patch;
import io.bagoftricks.tricks.data.randomerasing.RandomErasingConfig.Fill;
import io.bagoftricks.tricks.data.randomerasing.RandomErasingConfig.Profile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RandomErasingTest {
  private static final int DRAWS = 20_000;

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new RandomErasingProvider()).tests();
  }

  /**
   * Mean and deviation of the accepted area and of the logarithm of the aspect, from a grid of
   * 1500x1500 draws in Python; four standard deviations of a mean are allowed.
   */
  @ParameterizedTest
  @CsvSource({
    "PAPER, 0.4, 0.202865, 0.106777, 0.421438, 0.597406",
    "TIMM, 0.3333333333333333, 0.175974, 0.090105, 0, 0.692085",
  })
  @Golden(
      trick = "random-erasing",
      profiles = {"paper", "timm"},
      source = "a grid of draws in Python")
  void areaAndAspectAreDistributedAsTheySay(
      Profile profile,
      double maxArea,
      double area,
      double areaDeviation,
      double aspect,
      double aspectDeviation) {
    RandomErasingConfig config = new RandomErasingConfig(1, 0.02, maxArea, 0.3, Fill.MEAN, profile);
    Draws draws = Draws.of(3);
    double areas = 0;
    double aspects = 0;
    for (int i = 0; i < DRAWS; i++) {
      Patch patch = RandomErasing.patch(config, Size.of(1000), draws).orElseThrow();
      areas += patch.height() * patch.width() / 1e6 / DRAWS;
      aspects += Math.log((double) patch.height() / patch.width()) / DRAWS;
      assertThat(patch.top() + patch.height()).isLessThanOrEqualTo(1000);
      assertThat(patch.left() + patch.width()).isLessThanOrEqualTo(1000);
    }
    double four = 4 / Math.sqrt(DRAWS);
    assertThat(areas).isCloseTo(area, within(four * areaDeviation));
    assertThat(aspects).isCloseTo(aspect, within(four * aspectDeviation));
  }

  /** By hand: a quarter of 40x40 of aspect 1 is 20x20; all of it never fits. */
  @Test
  void sidesAreThoseOfAreaAndAspect() {
    Patch patch = RandomErasing.patch(square(0.25), Size.of(40), Draws.of(1)).orElseThrow();
    assertThat(patch.height()).isEqualTo(20);
    assertThat(patch.width()).isEqualTo(20);
    assertThat(RandomErasing.patch(square(1), Size.of(40), Draws.of(1))).isEmpty();
    assertThat(RandomErasing.patch(square(0.25), Size.of(1), Draws.of(1))).isEmpty();
  }

  /**
   * A quarter of 30x50 is 19x19: twelve places by thirty-two, 50 draws for each; chi-squared with
   * 383 degrees of freedom is between 303 and 475 but for one in 500.
   */
  @ParameterizedTest
  @EnumSource
  void everyPlaceWhereItFitsIsAsLikely(Profile profile) {
    RandomErasingConfig config = new RandomErasingConfig(1, 0.25, 0.25, 1, Fill.MEAN, profile);
    Draws draws = Draws.of(12);
    Map<Patch, Integer> places = new HashMap<>();
    for (int i = 0; i < 384 * 50; i++) {
      Patch patch = RandomErasing.patch(config, new Size(30, 50), draws).orElseThrow();
      assertThat(patch.height()).isEqualTo(19);
      assertThat(patch.width()).isEqualTo(19);
      places.merge(patch, 1, Integer::sum);
    }
    assertThat(places).hasSize(384);
    assertThat(places.keySet()).allMatch(patch -> patch.top() <= 11 && patch.left() <= 31);
    assertThat(ChiSquared.of(places.values(), 384)).isBetween(303.0, 475.0);
  }

  private static RandomErasingConfig square(double area) {
    return new RandomErasingConfig(1, area, area, 1, Fill.MEAN, Profile.PAPER);
  }

  /** In the order of the draws, channel by channel. */
  @ParameterizedTest
  @CsvSource({"mean", "random", "color", "noise"})
  void fillsThePatchAndNothingElse(String fill) {
    TrickBench bench =
        TrickBench.of(new RandomErasingProvider())
            .images(new Shape(3, 8, 8))
            .with("probability", 1)
            .with("fill", fill);
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 20; index++) {
        Draws draws = run.sampleDraws(index);
        draws.chance(1);
        Optional<Patch> drawn =
            RandomErasing.patch(RandomErasingConfig.defaults(), Size.of(8), draws);
        double[] color = new double[3];
        if (fill.equals("color")) {
          Arrays.setAll(color, channel -> 255 * draws.normal()); // nothing normalizes: 0 and 255
        }
        float[][] planes = new float[3][64];
        for (float[] plane : planes) {
          Arrays.fill(plane, -1);
        }
        Image image = run.onSample(new Image(Size.of(8), planes), index);
        for (int channel = 0; channel < 3; channel++) {
          for (int i = 0; i < 64; i++) {
            float value = image.planes()[channel][i];
            if (drawn.isEmpty() || !covers(drawn.get(), i / 8, i % 8)) {
              assertThat(value).isEqualTo(-1);
            } else {
              assertThat((double) value)
                  .isCloseTo(
                      switch (fill) {
                        case "random" -> draws.uniform(0, 255);
                        case "color" -> color[channel];
                        case "noise" -> 255 * draws.normal();
                        default -> 0;
                      },
                      within(1e-3));
            }
          }
        }
      }
    }
  }

  private static boolean covers(Patch patch, int row, int column) {
    return row >= patch.top()
        && row < patch.top() + patch.height()
        && column >= patch.left()
        && column < patch.left() + patch.width();
  }

  /** Of 4,000 images a quarter; five standard deviations of that share are 0.034. */
  @Test
  void actsAsOftenAsItsProbabilitySays() {
    int acted = 0;
    TrickBench bench =
        TrickBench.of(new RandomErasingProvider()).with("probability", 0.25).with("fill", "mean");
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 4000; index++) {
        float[] plane = new float[64];
        Arrays.fill(plane, 1);
        float[] after =
            run.onSample(new Image(Size.of(8), new float[][] {plane}), index).planes()[0];
        acted += Arrays.equals(after, plane) ? 0 : 1;
      }
    }
    assertThat(acted / 4000.0).isCloseTo(0.25, within(0.034));
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 0.1, 0.2, 0.3, probability must be from 0 to 1",
    "NaN, 0.1, 0.2, 0.3, probability must be from 0 to 1",
    "1, 0, 0.2, 0.3, minArea must be above 0 and at most 1",
    "1, 0.3, 0.2, 0.3, maxArea must be from minArea to 1",
    "1, 0.1, 1.2, 0.3, maxArea must be from minArea to 1",
    "1, 0.1, 0.2, 0, minAspect must be above 0 and at most 1",
    "1, 0.1, 0.2, 1.1, minAspect must be above 0 and at most 1",
  })
  void refusesWhatIsNoRange(
      double probability, double minArea, double maxArea, double minAspect, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RandomErasingConfig(
                    probability, minArea, maxArea, minAspect, Fill.RANDOM, Profile.PAPER))
        .withMessageStartingWith(message);
  }

  @Test
  void notesThatZeroHidesNothing() {
    TrickBench bench = TrickBench.of(new RandomErasingProvider());
    assertThat(bench.check().notes()).isEmpty();
    assertThat(bench.with("probability", 0).check().notes()).hasSize(1);
  }
}
