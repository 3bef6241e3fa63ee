package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.TrainingOptions;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that interrupts the thread that trains asks for an end. */
final class InterruptTest {
  @TempDir private Path folder;

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aRunThatIsInterruptedLeavesACheckpointAndGoesOn() throws Exception {
    Recipes recipes = Recipes.load();
    Recipe recipe = recipes.read(KillableRun.recipe(folder), List.of());
    TrainingOptions options =
        TrainingOptions.defaults().withBackend(Optional.of(TinyRuns.BACKEND_ID));
    Path run = folder.resolve("run");

    assertThatThrownBy(
            () ->
                Training.start(
                    recipes,
                    recipe,
                    run,
                    options.withListener(begun -> interrupting(Thread.currentThread()))))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageStartingWith(
            "stopped by an interrupt of its thread after step 3 of 8. Go on with: tricks train");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.resolve("checkpoints/step-00000003")).isDirectory();
    Training.resume(recipes, run, options);
    Path undisturbed = folder.resolve("undisturbed");
    Training.start(recipes, recipe, undisturbed, options);
    KillableRun.assertSameEnd(run, undisturbed);
  }

  /** There is nothing left to stop, but the program gets its interrupt back. */
  @Test
  void aRunThatIsInterruptedAtItsEndHasItsResult() throws Exception {
    Recipes recipes = Recipes.load();
    Recipe recipe = recipes.read(KillableRun.recipe(folder), List.of());
    Path run = folder.resolve("run");
    TrainingListener atTheEnd =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport epoch) {
            if (epoch.epoch() == 1) {
              Thread.currentThread().interrupt();
            }
          }
        };

    Training.start(
        recipes,
        recipe,
        run,
        TrainingOptions.defaults()
            .withBackend(Optional.of(TinyRuns.BACKEND_ID))
            .withListener(begun -> atTheEnd));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.resolve("result.json")).isRegularFile();
    assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(3);
  }

  /** Neither a model nor an optimizer nor data have interrupted it. */
  @Test
  void planningBlamesNobodyForAnInterruptOfBefore() throws Exception {
    Recipes recipes = Recipes.load();
    Recipe recipe = recipes.read(KillableRun.recipe(folder), List.of());
    Thread.currentThread().interrupt();

    assertThat(recipes.plan(recipe).facts().totalSteps()).isEqualTo(8);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static TrainingListener interrupting(Thread thread) {
    return new TrainingListener() {
      @Override
      public void onUpdate(UpdateReport update) {
        if (update.moment().step() == 2) {
          thread.interrupt();
        }
      }
    };
  }
}
