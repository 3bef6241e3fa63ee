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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Of 20,000 images half are unchanged by one operation of timm, and levels are normal. */
  @Golden(trick = "rand-augment", profiles = "timm", source = "timm 1.0.29's ranges, by hand")
  @Test
  void timmActsEverySecondTimeWithADrawnMagnitude() {
    TrickBench bench =
        bench()
            .with("operations", 1)
            .with("profile", "timm")
            .with("magnitude", 5)
            .with("magnitudeDeviation", 1);
    int unchanged = 0;
    double sum = 0;
    double squares = 0;
    int turns = 0;
    Map<Operation, Integer> counts = new EnumMap<>(Operation.class);
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 20_000; index++) {
        Draws draws = run.sampleDraws(index);
        Operation operation = Operation.FIFTEEN_OF_TIMM.get(draws.below(15));
        counts.merge(operation, 1, Integer::sum);
        boolean acts = draws.chance(0.5);
        unchanged += acts ? 0 : 1;
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
    assertThat(unchanged / 20_000.0).isCloseTo(0.5, within(0.0142));
    double mean = sum / turns;
    assertThat(mean).isCloseTo(5, within(4 / Math.sqrt(turns)));
    assertThat(Math.sqrt(squares / turns - mean * mean))
        .isCloseTo(1, within(4 / Math.sqrt(2.0 * turns)));
    // 1,333 of each are expected; four standard deviations are 141.
    assertThat(counts).hasSize(15).allSatisfy((o, n) -> assertThat(n).isBetween(1192, 1474));
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
