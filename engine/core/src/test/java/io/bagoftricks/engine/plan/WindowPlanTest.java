package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The effect of windows on a plan of 10 epochs of 10 steps. */
final class WindowPlanTest {
  private static final TrickRegistry TOYS = TrickRegistry.of(ToyTricks.all());

  @Test
  void tricksThatNeverMeetCannotClash() {
    // Two blends both replace the inputs.
    assertThatThrownBy(() -> plan(blend("a", "", "5ep", ""), blend("b", "49ba", "", "")))
        .hasMessageContaining("[recipe/conflict] 'a' and 'b' both replace INPUT, TARGET");
    assertThat(plan(blend("a", "", "5ep", ""), blend("b", "50ba", "", "")).notes()).isEmpty();
    assertThat(plan(blend("a", "", "", "mix"), blend("b", "", "", "mix")).notes()).isEmpty();
    assertThatThrownBy(() -> plan(blend("a", "", "", "mix"), blend("b", "", "", "other")))
        .hasMessageContaining("[recipe/conflict]");
  }

  @Test
  void refusesAWindowWithoutAnUpdate() {
    assertThatThrownBy(() -> plan(blend("a", "8ep", "-20ep", "")))
        .hasMessage(
            "toy.json:a: [recipe/window] 'a' acts in no step: its window is from 8ep until -20ep,"
                + " which is from step 80 to before -100, and the run has the steps 0 to 99."
                + " Move it, take the trick out, or write \"mayHaveNoEffect\": true.");
    TrickEntry allowed = ToyRecipes.window(blend("a", "10ep", "", ""), "10ep", "", "", "", true);
    assertThat(plan(allowed).notes())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .startsWith("'a' acts in no step: its window is from 10ep to the end");
  }

  @Test
  void refusesLessThanAnUpdateBetweenUpdates() {
    TrickEntry often = ToyRecipes.window(blend("a", "", "", ""), "", "", "0.01ep", "", false);
    assertThatThrownBy(() -> plan(often))
        .hasMessageContaining("[recipe/window] 'a' is to act every 0.01ep, which is less than one");
  }

  @Test
  void saysWhereAWindowIsCut() {
    assertThat(plan(blend("a", "-20ep", "", "")).notes())
        .containsExactly(
            Problem.note(
                "recipe/window",
                "toy.json:a",
                "The window of 'a', from -20ep to the end, reaches beyond the run of 10 epochs; it"
                    + " is cut to it."));
  }

  private static RunPlan plan(TrickEntry... tricks) {
    Recipe recipe = ToyRecipes.small(List.of(tricks));
    return new RunPlanner(TOYS).plan(recipe);
  }

  private static TrickEntry blend(String id, String from, String until, String oneOf) {
    TrickEntry entry = ToyRecipes.entry("blend", id, new ToyTricks.None());
    return ToyRecipes.window(entry, from, until, "", oneOf, false);
  }
}
