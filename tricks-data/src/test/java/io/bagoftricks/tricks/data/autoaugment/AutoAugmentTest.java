package io.bagoftricks.tricks.data.autoaugment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.data.Operation;
import io.bagoftricks.tricks.data.autoaugment.Policy.Pair;
import io.bagoftricks.tricks.data.autoaugment.Policy.Part;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutoAugmentTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new AutoAugmentProvider()).tests();
  }

  /**
   * First and last pairs of the paper's tables 9, 7 and 8, and sums over all 25, counted by Python
   * in torchvision 0.29.1: probabilities, magnitudes (none is 0), operations that turn or shift.
   */
  @Golden(trick = "auto-augment", source = "the paper's tables, as in torchvision")
  @ParameterizedTest
  @CsvSource({
    "IMAGENET, POSTERIZE, 0.4, 8, ROTATE, 0.6, 9, EQUALIZE, 0.8, EQUALIZE, 0.6, 31.0, 159, 7",
    "CIFAR10, INVERT, 0.1, 0, CONTRAST, 0.2, 6, TRANSLATE_Y, 0.7, AUTO_CONTRAST, 0.9, 26.5, 187, 10",
    "SVHN, SHEAR_X, 0.9, 4, INVERT, 0.2, 0, SHEAR_X, 0.7, INVERT, 0.1, 32.9, 143, 23",
  })
  void pairsAreThoseOfTheTables(
      Policy policy,
      Operation first,
      double firstProbability,
      int firstMagnitude,
      Operation second,
      double secondProbability,
      int secondMagnitude,
      Operation lastFirst,
      double lastFirstProbability,
      Operation lastSecond,
      double lastSecondProbability,
      double probabilities,
      int magnitudes,
      int warps) {
    assertThat(policy.pairs()).hasSize(25);
    assertThat(policy.pairs().get(0))
        .isEqualTo(
            new Pair(
                new Part(first, firstProbability, firstMagnitude),
                new Part(second, secondProbability, secondMagnitude)));
    Pair last = policy.pairs().get(24);
    assertThat(last.first().operation()).isEqualTo(lastFirst);
    assertThat(last.first().probability()).isEqualTo(lastFirstProbability);
    assertThat(last.second().operation()).isEqualTo(lastSecond);
    assertThat(last.second().probability()).isEqualTo(lastSecondProbability);
    assertThat(parts(policy).mapToDouble(Part::probability).sum())
        .isCloseTo(probabilities, within(1e-9));
    assertThat(parts(policy).mapToInt(Part::magnitude).sum()).isEqualTo(magnitudes);
    assertThat(
            parts(policy).filter(part -> part.operation().compareTo(Operation.ROTATE) <= 0).count())
        .isEqualTo(warps);
  }

  private static Stream<Part> parts(Policy policy) {
    return policy.pairs().stream().flatMap(pair -> Stream.of(pair.first(), pair.second()));
  }

  /** Pair 14 of ImageNet inverts with 0.6 and equalizes: one pixel of 10 becomes 245 or stays. */
  @Test
  void eachOperationActsWithItsOwnProbability() {
    int[] counts = new int[25];
    int inverted = 0;
    try (TrickRun run = TrickBench.of(new AutoAugmentProvider()).start()) {
      for (int index = 0; index < 10_000; index++) {
        Draws draws = run.sampleDraws(index);
        int pair = draws.below(25);
        counts[pair]++;
        if (pair == 13) {
          Image after = run.onSample(new Image(Size.of(1), new float[][] {{10}}), index);
          assertThat(after.planes()[0][0]).isIn(10f, 245f);
          inverted += after.planes()[0][0] == 245 ? 1 : 0;
        }
      }
    }
    // 400 each; four standard deviations are 78. The share's are 4 * sqrt(0.24 / 400) = 0.098.
    assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan(322);
    assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(478);
    assertThat((double) inverted / counts[13]).isCloseTo(0.6, within(0.1));
  }

  /** Pair 4 of ImageNet posterizes to 8 - round(7 / 2.25) = 5 bits, then to 8 - round(6 / 2.25). */
  @Test
  void magnitudesAreNinthsOfTheRange() {
    try (TrickRun run = TrickBench.of(new AutoAugmentProvider()).start()) {
      int seen = 0;
      for (int index = 0; index < 500; index++) {
        if (run.sampleDraws(index).below(25) == 3) {
          Image after = run.onSample(new Image(Size.of(1), new float[][] {{63}}), index);
          assertThat(after.planes()[0][0]).isIn(63f, 56f); // 63 of 5 bits is 56
          seen++;
        }
      }
      assertThat(seen).isPositive();
    }
  }
}
