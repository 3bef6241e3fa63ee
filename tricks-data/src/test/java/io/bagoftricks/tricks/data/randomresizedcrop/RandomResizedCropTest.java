package io.bagoftricks.tricks.data.randomresizedcrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.data.ChiSquared;
import io.bagoftricks.tricks.data.Interpolation;
import io.bagoftricks.tricks.data.randomresizedcrop.RandomResizedCropConfig.Profile;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RandomResizedCropTest {
  private static final int DRAWS = 20_000;

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new RandomResizedCropProvider()).tests();
  }

  /** By hand: of 300x400 half is 60,000; of aspect 1.2, sqrt(72,000) by sqrt(50,000). */
  @Test
  void sidesAreThoseOfAreaAndAspect() {
    RandomResizedCropConfig config = config(0.5, 0.5, 1.2, 1.2, Profile.PAPER);
    Box box = RandomResizedCrop.box(config, new Size(300, 400), Size.of(224), Draws.of(1));
    assertThat(box.width()).isEqualTo(268);
    assertThat(box.height()).isEqualTo(224);
  }

  /**
   * Mean and deviation of what is accepted on a square and on 3:2, from a grid of 1500x1500 draws
   * in Python; four standard deviations of a mean are allowed. Without the second draws the mean
   * area would be 0.54.
   */
  @ParameterizedTest
  @CsvSource({
    "1000, 0.47781, 0.23342, 0.00000, 0.15946",
    "1500, 0.38847, 0.18949, 0.03112, 0.16420",
  })
  @Golden(trick = "random-resized-crop", profiles = "paper", source = "a grid of draws in Python")
  void areaAndAspectAreDistributedAsTheySay(
      int width, double area, double areaDeviation, double aspect, double aspectDeviation) {
    // Of 1500 the grid takes areas as multiples of 1000 * 1500, and so does the trick.
    Draws draws = Draws.of(11);
    double areas = 0;
    double aspects = 0;
    double lefts = 0;
    for (int i = 0; i < DRAWS; i++) {
      Box box =
          RandomResizedCrop.box(
              RandomResizedCropConfig.defaults(), new Size(1000, width), Size.of(224), draws);
      areas += box.height() * box.width() / (1000.0 * width) / DRAWS;
      aspects += Math.log(box.width() / box.height()) / DRAWS;
      lefts += (box.left() - (width - box.width() - box.left())) / width / DRAWS;
    }
    double four = 4 / Math.sqrt(DRAWS);
    assertThat(areas).isCloseTo(area, within(four * areaDeviation));
    assertThat(aspects).isCloseTo(aspect, within(four * aspectDeviation));
    assertThat(lefts).isCloseTo(0, within(four * 0.6)); // as far from the right as from the left
  }

  /**
   * A quarter of 30x50 is 19x19: twelve places by thirty-two, 50 draws for each; chi-squared with
   * 383 degrees of freedom is between 303 and 475 but for one in 500.
   */
  @ParameterizedTest
  @EnumSource
  void everyPlaceIsAsLikely(Profile profile) {
    RandomResizedCropConfig config = config(0.25, 0.25, 1, 1, profile);
    Draws draws = Draws.of(13);
    Map<Box, Integer> places = new HashMap<>();
    for (int i = 0; i < 384 * 50; i++) {
      Box box = RandomResizedCrop.box(config, new Size(30, 50), Size.of(224), draws);
      assertThat(box.height()).isEqualTo(19);
      assertThat(box.width()).isEqualTo(19);
      places.merge(box, 1, Integer::sum);
    }
    assertThat(places).hasSize(384);
    assertThat(places.keySet()).allMatch(box -> box.top() <= 11 && box.left() <= 31);
    assertThat(ChiSquared.of(places.values(), 384)).isBetween(303.0, 475.0);
  }

  /** Drawn evenly from 1 to 4 and then inverted or not, the mean logarithm is 0, not log(4) / 2. */
  @Test
  @Golden(trick = "random-resized-crop", profiles = "gluoncv", source = "an integral by hand")
  void gluoncvExchangesSidesEverySecondTime() {
    RandomResizedCropConfig config = config(0.01, 0.01, 1, 4, Profile.GLUONCV);
    Draws draws = Draws.of(2);
    double sum = 0;
    double size = 0;
    for (int i = 0; i < DRAWS; i++) {
      Box box = RandomResizedCrop.box(config, Size.of(2000), Size.of(224), draws);
      sum += Math.log(box.width() / box.height()) / DRAWS;
      size += Math.abs(Math.log(box.width() / box.height())) / DRAWS;
    }
    // Integral of log(r) / 3 from 1 to 4: (4 log 4 - 3) / 3 = 0.84839; evenly in log: 0.69315.
    assertThat(size).isCloseTo(0.84839, within(0.012));
    assertThat(sum).isCloseTo(0, within(0.03));
  }

  /** He et al. 2019, section 2.1, step 2. */
  @Test
  void defaultsAreThePapers() {
    RandomResizedCropConfig defaults = new RandomResizedCropProvider().defaults();
    assertThat(defaults.minArea()).isEqualTo(0.08);
    assertThat(defaults.maxArea()).isEqualTo(1);
    assertThat(defaults.minAspect()).isEqualTo(3.0 / 4);
    assertThat(defaults.maxAspect()).isEqualTo(4.0 / 3);
    assertThat(defaults.profile()).isEqualTo(Profile.PAPER);
  }

  /**
   * Twice as wide as high, areas up to 0.5005 (rounded) of a square fit: of 0.3 to 1 a draw fails
   * with 0.4995 / 0.7, ten with 0.03423; nine would be 0.0480, eleven 0.0244. The bound is four
   * standard deviations.
   */
  @ParameterizedTest
  @EnumSource
  void tenDrawsAreTriedBeforeTheCenter(Profile profile) {
    RandomResizedCropConfig config = config(0.3, 1, 2, 2, profile);
    Box center =
        profile == Profile.PAPER ? new Box(250, 0, 500, 1000) : new Box(388, 388, 224, 224);
    Draws draws = Draws.of(9);
    double share = 0;
    for (int i = 0; i < DRAWS; i++) {
      Box box = RandomResizedCrop.box(config, Size.of(1000), Size.of(224), draws);
      share += box.equals(center) ? 1.0 / DRAWS : 0;
    }
    assertThat(share).isCloseTo(0.03423, within(0.0052));
  }

  /** torchvision's fallback: 900 wide by 100 becomes 133 by 100 in the middle, (900 - 133) / 2. */
  @Test
  void theCenterIsTakenWhereNothingFits() {
    assertThat(RandomResizedCrop.center(new Size(100, 900), 0.75, 4 / 3.0))
        .isEqualTo(new Box(0, 383, 100, 133));
    assertThat(RandomResizedCrop.center(new Size(900, 100), 0.75, 4 / 3.0))
        .isEqualTo(new Box(383, 0, 133, 100));
    assertThat(RandomResizedCrop.center(new Size(90, 100), 0.75, 4 / 3.0))
        .isEqualTo(new Box(0, 0, 90, 100));
    RandomResizedCropConfig all = config(1, 1, 0.75, 4 / 3.0, Profile.PAPER);
    assertThat(RandomResizedCrop.box(all, new Size(10, 900), Size.of(8), Draws.of(1)))
        .isEqualTo(new Box(0, 443, 10, 13));
  }

  /** image_aug_default.cc: (900 - 8) / 2 and (10 - 8) / 2; what is smaller is enlarged before. */
  @Test
  void gluoncvTakesTheInputsSizeOutOfTheCenter() {
    RandomResizedCropConfig gluoncv = config(1, 1, 0.75, 4 / 3.0, Profile.GLUONCV);
    assertThat(RandomResizedCrop.box(gluoncv, new Size(10, 900), Size.of(8), Draws.of(1)))
        .isEqualTo(new Box(1, 446, 8, 8));
    assertThat(RandomResizedCrop.box(gluoncv, new Size(10, 900), Size.of(20), Draws.of(1)))
        .isEqualTo(new Box(0, 445, 10, 10));
    assertThat(RandomResizedCrop.box(gluoncv, new Size(900, 10), Size.of(20), Draws.of(1)))
        .isEqualTo(new Box(445, 0, 10, 10));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5000", "5000, 1", "2, 3"})
  void everyImageHasACrop(int height, int width) {
    Draws draws = Draws.of(5);
    for (Profile profile : Profile.values()) {
      RandomResizedCropConfig config = config(0.08, 1, 0.75, 4 / 3.0, profile);
      for (int i = 0; i < 50; i++) {
        Box box = RandomResizedCrop.box(config, new Size(height, width), Size.of(224), draws);
        assertThat(box.top()).isNotNegative();
        assertThat(box.left()).isNotNegative();
        assertThat(box.top() + box.height()).isLessThanOrEqualTo(height);
        assertThat(box.left() + box.width()).isLessThanOrEqualTo(width);
      }
    }
  }

  /** Columns that rise by one keep their slope, times the share of the width that is kept. */
  @ParameterizedTest
  @EnumSource
  void theCropIsResizedToTheInput(Interpolation interpolation) {
    float[] plane = new float[48 * 64];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i % 64;
    }
    TrickBench bench =
        TrickBench.of(new RandomResizedCropProvider())
            .with("interpolation", interpolation.name().toLowerCase(Locale.ROOT));
    try (TrickRun run = bench.start()) {
      Draws draws = run.sampleDraws(3);
      Box box =
          RandomResizedCrop.box(
              RandomResizedCropConfig.defaults(), new Size(48, 64), Size.of(8), draws);
      Image image = run.onSample(new Image(new Size(48, 64), new float[][] {plane}), 3);
      assertThat(image.size()).isEqualTo(Size.of(8));
      double center = box.left() + box.width() * 4.5 / 8 - 0.5;
      assertThat((double) image.planes()[0][4 * 8 + 4]).isCloseTo(center, within(0.05));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, minArea must be above 0 and at most 1",
    "NaN, 1, 1, 1, minArea must be above 0 and at most 1",
    "0.5, 0.4, 1, 1, maxArea must be from minArea to 1",
    "0.5, 1.1, 1, 1, maxArea must be from minArea to 1",
    "0.5, 1, 0, 1, minAspect must be positive and finite",
    "0.5, 1, 1, 0.9, maxAspect must be finite and at least minAspect",
    "0.5, 1, 1, Infinity, maxAspect must be finite and at least minAspect",
  })
  void refusesWhatIsNoRange(
      double minArea, double maxArea, double minAspect, double maxAspect, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(minArea, maxArea, minAspect, maxAspect, Profile.PAPER))
        .withMessageStartingWith(message);
  }

  @Test
  void notesWhatCutsNothingAway() {
    TrickBench bench = TrickBench.of(new RandomResizedCropProvider());
    assertThat(bench.check().notes()).isEmpty();
    bench = bench.with("minArea", 1).with("minAspect", 1).with("maxAspect", 1);
    assertThat(bench.check().notes()).hasSize(1);
  }

  private static RandomResizedCropConfig config(
      double minArea, double maxArea, double minAspect, double maxAspect, Profile profile) {
    return new RandomResizedCropConfig(
        minArea, maxArea, minAspect, maxAspect, Interpolation.BILINEAR, profile);
  }
}
