package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrickCard;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
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

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PlanTextTest.class.getResourceAsStream("/explain/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
