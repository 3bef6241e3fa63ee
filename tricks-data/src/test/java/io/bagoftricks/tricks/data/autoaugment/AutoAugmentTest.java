package io.bagoftricks.tricks.data.autoaugment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    List<Pair> pairs = table(policy);
    assertThat(pairs).hasSize(25);
    assertThat(policy.pairs()).containsExactlyElementsOf(pairs);
  }

  /**
   * Of 10,000 images, how often each operations were applied, alone or one after the other, against
   * the probabilities of the tables: each pair is as likely, and its two act independently.
   */
  @ParameterizedTest
  @EnumSource
  void operationsAreAppliedAsOftenAsTheTablesSay(Policy policy) throws IOException {
    Map<String, Double> expected = new TreeMap<>();
    for (Pair pair : table(policy)) {
      double first = pair.first().probability();
      double second = pair.second().probability();
      String[] names = {word(pair.first()), word(pair.second())};
      expected.merge(names[0] + names[1], first * second / 25, Double::sum);
      expected.merge(names[0], first * (1 - second) / 25, Double::sum);
      expected.merge(names[1], (1 - first) * second / 25, Double::sum);
      expected.merge("", (1 - first) * (1 - second) / 25, Double::sum);
    }
    Map<String, Integer> counts = new TreeMap<>();
    Image image = new Image(Size.of(1), new float[][] {{10}});
    int images = 10_000;
    try (TrickRun run =
        TrickBench.of(new AutoAugmentProvider())
            .with("policy", policy.name().toLowerCase(Locale.ROOT))
            .start()) {
      for (int index = 0; index < images; index++) {
        StringBuilder applied = new StringBuilder();
        run.notes(image, index).forEach(note -> applied.append(note.replaceAll(" .*", "")));
        counts.merge(applied.toString(), 1, Integer::sum);
      }
    }
    expected.values().removeIf(share -> share == 0);
    assertThat(expected.keySet()).containsAll(counts.keySet());
    expected.forEach(
        (operations, share) ->
            assertThat(counts.getOrDefault(operations, 0) - images * share)
                .describedAs("of %s images with '%s'", images, operations)
                .isBetween(
                    -4.5 * Math.sqrt(images * share * (1 - share)) - 1,
                    4.5 * Math.sqrt(images * share * (1 - share)) + 1));
  }

  private static String word(Part part) {
    return part.operation().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<Pair> table(Policy policy) throws IOException {
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
    return pairs;
  }

  private static Part part(String[] words, int first) {
    String name = words[first].replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    String magnitude = words[first + 2].replace('-', '0');
    return new Part(
        Operation.valueOf(name), Double.parseDouble(words[first + 1]), Integer.parseInt(magnitude));
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
