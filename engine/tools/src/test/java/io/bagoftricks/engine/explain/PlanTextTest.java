package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PlanTextTest {
  private static final TrickRegistry TOYS = TrickRegistry.of(ToyTricks.all());

  @Test
  void explainsALargeRecipeOnOneScreen() throws IOException {
    List<TrickEntry> all =
        ToyTricks.all().stream()
            .map(toy -> toy.getClass().getAnnotation(TrickCard.class).id())
            .map(id -> ToyRecipes.entry(TOYS, id))
            .toList();
    String text = PlanText.of(new RunPlanner(TOYS).plan(ToyRecipes.large(all)));
    assertThat(text.lines()).hasSizeLessThanOrEqualTo(50);
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text).isEqualTo(golden("large.txt"));
  }

  @Test
  void explainsARecipeWithoutTricks() throws IOException {
    String text = PlanText.of(new RunPlanner(TOYS).plan(ToyRecipes.small(List.of())));
    assertThat(text).isEqualTo(golden("small.txt"));
  }

  @Test
  void wrapsWhatIsTooLong() {
    TrickEntry entry =
        ToyRecipes.entry("blend", "a-name-" + "that-never-ends-".repeat(8), new ToyTricks.None());
    String text = PlanText.of(new RunPlanner(TOYS).plan(ToyRecipes.small(List.of(entry))));
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text.replaceAll("\\s", "")).contains(entry.id());
  }

  @Test
  void tellsOfASmallerLastBatch() {
    assertThat(textWithBatch(300, false))
        .contains("4 steps; 300 images per step (an epoch's last: 100); seed");
    assertThat(textWithBatch(300, true)).contains("3 steps; 300 images per step; seed");
    assertThat(textWithBatch(20_000, false))
        .contains("1 epochs of 1 steps; 1,000 images per step; seed");
  }

  @Test
  void tellsOfWindows() {
    TrickEntry a = blend("a");
    String text =
        PlanText.of(
            new RunPlanner(TOYS)
                .plan(
                    ToyRecipes.small(
                        List.of(
                            ToyRecipes.window(a, "2ep", "-1ep", "7ba", "mix", false),
                            ToyRecipes.window(blend("b"), "", "", "", "mix", false)))));

    assertThat(text)
        .contains("  a  [from 2ep until -1ep every 7ba: 10 of 100 steps; in turn with b]\n")
        .contains("  b  [in turn with a]\n");
  }

  private static TrickEntry blend(String id) {
    return ToyRecipes.entry("blend", id, new ToyTricks.None());
  }

  private static String textWithBatch(int batchSize, boolean dropLast) {
    return PlanText.of(
        new RunPlanner(TOYS)
            .plan(
                ToyRecipes.recipe(
                    "small",
                    new ToyRecipes.Facts(new DataFacts(10, 1_000, 100, new Shape(1, 28, 28))),
                    CifarResNet.defaults(),
                    new TrainingConfig(1, batchSize, 0, 42, dropLast, 1, 2),
                    List.of())));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PlanTextTest.class.getResourceAsStream("/explain/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
