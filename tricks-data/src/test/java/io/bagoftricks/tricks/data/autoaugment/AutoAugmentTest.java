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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AutoAugmentTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new AutoAugmentProvider()).tests();
  }

  /** All pairs of the paper's tables 7, 8 and 9; a magnitude that is none counts as 0 here. */
  @Golden(trick = "auto-augment", source = "the paper's tables, as in torchvision 0.29.1")
  @ParameterizedTest
  @EnumSource
  void pairsAreThoseOfTheTables(Policy policy) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                AutoAugmentTest.class.getResourceAsStream("policies.txt"),
                StandardCharsets.UTF_8))) {
      for (String line : lines.lines().toList()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(policy.name())) {
          pairs.add(new Pair(part(words, 1), part(words, 4)));
        }
      }
    }
    assertThat(pairs).hasSize(25);
    assertThat(policy.pairs()).containsExactlyElementsOf(pairs);
  }

  private static Part part(String[] words, int first) {
    String name = words[first].replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    String magnitude = words[first + 2].replace('-', '0');
    return new Part(
        Operation.valueOf(name), Double.parseDouble(words[first + 1]), Integer.parseInt(magnitude));
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
