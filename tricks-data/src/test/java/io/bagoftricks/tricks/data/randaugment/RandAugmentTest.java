package io.bagoftricks.tricks.data.randaugment;

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
import io.bagoftricks.tricks.data.Operation;
import io.bagoftricks.tricks.data.randaugment.RandAugmentConfig.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RandAugmentTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new RandAugmentProvider()).tests();
  }

  /**
   * Pixels of 8x8 whose values are 2 to 65: what each operation of magnitude 30 leaves of them, by
   * hand. A turn of 30 degrees keeps the center's neighborhood and blackens corners.
   */
  @Golden(trick = "rand-augment", profiles = "paper", source = "by hand")
  @Test
  void eachOperationDoesWhatItSays() {
    Set<Operation> seen = EnumSet.noneOf(Operation.class);
    TrickBench bench = bench().with("operations", 1).with("magnitude", 30);
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 300; index++) {
        Draws draws = run.sampleDraws(index);
        Operation operation = Operation.FOURTEEN.get(draws.below(14));
        int sign = operation.isSigned() && draws.chance(0.5) ? -1 : 1;
        float[] plane = run.onSample(image(), index).planes()[0];
        check(operation, sign, plane);
        seen.add(operation);
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(Operation.FOURTEEN);
  }

  private static void check(Operation operation, int sign, float[] plane) {
    double mean = 33.5;
    switch (operation) {
      case IDENTITY, COLOR -> assertThat(plane).containsExactly(image().planes()[0]);
      // Row 4 at center 4.5 moves by 0.3 * 4.5 = 1.35 columns to the left.
      case SHEAR_X -> assertThat(at(plane, 4, 4)).isEqualTo(value(4, sign > 0 ? 5 : 3));
      case SHEAR_Y -> assertThat(at(plane, 4, 4)).isEqualTo(value(sign > 0 ? 5 : 3, 4));
      // int(150 / 331 * 8) is 3.
      case TRANSLATE_X -> {
        assertThat(at(plane, 4, 4)).isEqualTo(value(4, 4 - 3 * sign));
        assertThat(at(plane, 0, sign > 0 ? 2 : 5)).isZero();
      }
      case TRANSLATE_Y -> assertThat(at(plane, 4, 4)).isEqualTo(value(4 - 3 * sign, 4));
      case ROTATE -> {
        assertThat(at(plane, 0, 0)).isZero();
        assertThat(at(plane, 4, 4)).isEqualTo(value(4, 4));
        // Against the clock the right edge's middle (7.5, 4.5) was 30 degrees below: (6.8, 6.2).
        assertThat(at(plane, 4, 7)).isEqualTo(sign > 0 ? value(6, 6) : value(2, 7));
      }
      case BRIGHTNESS -> assertThat(at(plane, 1, 0)).isCloseTo((1 + 0.9 * sign) * 10, within(1e-3));
      case CONTRAST ->
          assertThat(at(plane, 5, 0))
              .isCloseTo(mean + (1 + 0.9 * sign) * (value(5, 0) - mean), within(1e-3));
      // Inside, a plane without curvature is its own mean.
      case SHARPNESS -> assertThat(at(plane, 3, 3)).isCloseTo(value(3, 3), within(1e-3));
      case POSTERIZE -> assertThat(at(plane, 4, 4)).isEqualTo(value(4, 4) - value(4, 4) % 16);
      case SOLARIZE -> assertThat(at(plane, 4, 4)).isEqualTo(255 - value(4, 4));
      case AUTO_CONTRAST ->
          assertThat(at(plane, 1, 0)).isCloseTo((10 - 2) * 255 / 63.0, within(1e-3));
      case EQUALIZE -> assertThat(plane).containsExactly(image().planes()[0]); // 64 pixels: step 0
      default -> throw new AssertionError(operation);
    }
  }

  private static double at(float[] plane, int row, int column) {
    return plane[row * 8 + column];
  }

  private static double value(int row, int column) {
    return row * 8 + column + 2;
  }

  private static Image image() {
    float[] plane = new float[64];
    for (int i = 0; i < 64; i++) {
      plane[i] = i + 2;
    }
    return new Image(Size.of(8), new float[][] {plane});
  }

  /** Levels are normal. */
  @Golden(trick = "rand-augment", profiles = "timm", source = "timm 1.0.29's ranges, by hand")
  @Test
  void timmDrawsMagnitudes() {
    TrickBench bench =
        bench()
            .with("operations", 1)
            .with("profile", "timm")
            .with("magnitude", 5)
            .with("magnitudeDeviation", 1);
    double sum = 0;
    double squares = 0;
    int turns = 0;
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 20_000; index++) {
        Draws draws = run.sampleDraws(index);
        Operation operation = Operation.FIFTEEN_OF_TIMM.get(draws.below(15));
        boolean acts = draws.chance(0.5);
        if (operation != Operation.SOLARIZE_ADD) {
          continue;
        }
        float[] plane = run.onSample(image(), index).planes()[0];
        double added = plane[0] - 2;
        if (!acts) {
          assertThat(added).isZero();
          continue;
        }
        // int(110 * level), so on average half a level less.
        double level = (added + 0.5) / 11;
        sum += level;
        squares += level * level;
        turns++;
      }
    }
    double mean = sum / turns;
    assertThat(mean).isCloseTo(5, within(4 / Math.sqrt(turns)));
    assertThat(Math.sqrt(squares / turns - mean * mean))
        .isCloseTo(1, within(4 / Math.sqrt(2.0 * turns)));
  }

  /**
   * Of 20,000 images, by what their pixels become: each operation gives others, and so does each of
   * its signs. timm's acts every second time. There are pixels enough for equalizing to change
   * some.
   */
  @ParameterizedTest
  @EnumSource
  void everyOperationAndSignIsAsLikely(Profile profile) {
    List<Operation> operations =
        profile == Profile.TIMM ? Operation.FIFTEEN_OF_TIMM : Operation.FOURTEEN;
    double chance = profile == Profile.TIMM ? 0.5 : 1;
    Draws pixels = Draws.of(3);
    float[][] planes = new float[3][24 * 24];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = 40 + pixels.below(150);
      }
    }
    int images = 20_000;
    Map<Integer, Integer> counts = new HashMap<>();
    TrickBench bench =
        TrickBench.of(new RandAugmentProvider())
            .images(new Shape(3, 24, 24))
            .with("operations", 1)
            .with("magnitude", 0.8 * profile.largest())
            .with("profile", profile.name().toLowerCase(Locale.ROOT));
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < images; index++) {
        Image after = run.onSample(new Image(Size.of(24), planes), index);
        counts.merge(Arrays.deepHashCode(after.planes()), 1, Integer::sum);
      }
    }
    List<Double> shares = new ArrayList<>();
    double unchanged = 1 - chance;
    for (Operation operation : operations) {
      double share = chance / operations.size();
      if (operation == Operation.IDENTITY) {
        unchanged += share;
      } else {
        shares.addAll(operation.isSigned() ? List.of(share / 2, share / 2) : List.of(share));
      }
    }
    shares.add(unchanged);

    assertThat(counts).hasSize(shares.size());
    List<Integer> found = counts.values().stream().sorted().toList();
    Collections.sort(shares);
    for (int i = 0; i < shares.size(); i++) {
      double share = shares.get(i);
      assertThat(found.get(i) / (double) images)
          .describedAs("%s, the count at place %d", profile, i)
          .isCloseTo(share, within(4.5 * Math.sqrt(share * (1 - share) / images)));
    }
  }

  @Test
  void operationsFollowOneAnother() {
    try (TrickRun none = bench().with("operations", 0).start();
        TrickRun many = bench().with("operations", 6).with("magnitude", 30).start()) {
      assertThat(none.onSample(image(), 0).planes()[0]).containsExactly(image().planes()[0]);
      assertThat(many.onSample(image(), 0).planes()[0]).isNotEqualTo(image().planes()[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 9, 0, PAPER, operations must be from 0 to 100",
    "101, 9, 0, PAPER, operations must be from 0 to 100",
    "2, 30.5, 0, PAPER, 'magnitude must be from 0 to 30, not 30.5'",
    "2, NaN, 0, PAPER, 'magnitude must be from 0 to 30, not NaN'",
    "2, 11, 0, TIMM, 'magnitude must be from 0 to 10, not 11.0'",
    "2, 9, -0.5, TIMM, magnitudeDeviation must be finite and at least 0",
    "2, 9, Infinity, TIMM, magnitudeDeviation must be finite and at least 0",
    "2, 9, 0.5, PAPER, magnitudeDeviation must be 0 unless profile is 'timm'",
  })
  void refusesWhatIsOutOfRange(
      int operations, double magnitude, double deviation, Profile profile, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandAugmentConfig(operations, magnitude, deviation, profile))
        .withMessageStartingWith(message);
  }

  @Test
  void notesThatNoOperationChangesNothing() {
    assertThat(bench().check().notes()).isEmpty();
    assertThat(bench().with("operations", 0).check().notes()).hasSize(1);
  }

  private static TrickBench bench() {
    return TrickBench.of(new RandAugmentProvider()).images(new Shape(1, 8, 8));
  }
}
