package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.TrainingOptions;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.toys.TinyRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that a program has looked at is what it trains. */
final class StartedPlanTest {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults().withBackend(Optional.of(TinyRuns.BACKEND_ID));

  @TempDir private Path folder;
  private Recipes recipes;
  private RunPlan plan;

  @BeforeEach
  void plan() throws Exception {
    recipes = Recipes.load();
    plan = recipes.plan(recipes.read(KillableRun.recipe(folder), List.of()));
  }

  private String weightsOfStarted(RunPlan started, String run, TrainingOptions options)
      throws Exception {
    return Training.start(recipes, started, folder.resolve(run), options).weightsSha256();
  }

  @Test
  void onePlanTrainsAnyNumberOfTimesToTheBitsOfItsRecipe() throws Exception {
    List<RunPlan> looked = new ArrayList<>();
    String first = weightsOfStarted(plan, "first", OPTIONS.withPlanned(looked::add));

    assertThat(weightsOfStarted(plan, "second", OPTIONS)).isEqualTo(first);
    assertThat(
            Training.start(recipes, plan.recipe(), folder.resolve("of recipe"), OPTIONS)
                .weightsSha256())
        .isEqualTo(first);
    assertThat(looked).singleElement().isSameAs(plan);
  }

  @Test
  void aStoppedRunOfAPlanIsTakenUpByThePlan() throws Exception {
    StopRequest atOnce = new StopRequest();
    atOnce.make(StopRequest.Signal.TERM);
    assertThatThrownBy(() -> weightsOfStarted(plan, "run", OPTIONS.withStop(atOnce)))
        .isInstanceOf(RunStoppedException.class);

    assertThat(weightsOfStarted(plan, "run", OPTIONS.takingUp(true)))
        .isEqualTo(weightsOfStarted(plan, "whole", OPTIONS));
  }

  /** Who resumes it by its recipe would end elsewhere. */
  @Test
  void aPlanThatIsNotItsRecipesIsRefusedBeforeAnythingIsMade() {
    RunPlan swept = plan.withLearningRate(progress -> 0.5);

    assertThatThrownBy(() -> weightsOfStarted(swept, "run", OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The plan is not the one that these recipes make of its recipe now");
    assertThat(Files.exists(folder.resolve("run"))).isFalse();
  }

  /** They would be left out without a word. */
  @Test
  void optionsThatAreForResumingAreRefused() {
    assertThatThrownBy(
            () -> weightsOfStarted(plan, "run", OPTIONS.withOverrides(List.of("data.root=/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Overrides are for resume: read the recipe");
    assertThatThrownBy(() -> weightsOfStarted(plan, "run", OPTIONS.withFrom(Optional.of("best"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A checkpoint is named (best), but start begins a new run. Use resume, or takingUp(true).");
    assertThat(Files.exists(folder.resolve("run"))).isFalse();
  }
}
