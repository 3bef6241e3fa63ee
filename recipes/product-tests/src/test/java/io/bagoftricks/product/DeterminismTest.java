package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same recipe and seed give the same bits, whatever should not matter. */
final class DeterminismTest {
  private static final TrickRegistry TRICKS = TinyRuns.tricks();
  private static final Recipe RECIPE =
      TinyRuns.recipe(
          TRICKS,
          "{\"trick\": \"normalize\", \"mean\": [100], \"standardDeviation\": [50]}",
          "{\"trick\": \"warmup\", \"duration\": \"2ba\"}",
          "horizontal-flip",
          "xresnet-d",
          "zero-gamma",
          "no-bias-decay",
          "linear-scaling",
          "cosine",
          "mixup",
          "label-smoothing",
          "gradient-clip",
          "ema");

  @Test
  void twoRunsEndInTheSameWeights() {
    TinyRuns.Outcome first = TinyRuns.train(TRICKS, RECIPE);
    TinyRuns.Outcome second = TinyRuns.train(TRICKS, RECIPE);

    assertThat(second.weights()).isEqualTo(first.weights());
    assertThat(second.result().metrics()).isEqualTo(first.result().metrics());
  }

  @Test
  void anotherSeedEndsInOtherWeights() {
    TrainingConfig t = RECIPE.training();
    TrainingConfig other =
        new TrainingConfig(
            t.epochs(), t.batchSize(), t.microBatch(), 8, t.dropLast(), t.evaluateEvery(), 1);

    assertThat(TinyRuns.train(TRICKS, TinyRuns.with(RECIPE, other)).weights())
        .isNotEqualTo(TinyRuns.train(TRICKS, RECIPE).weights());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void loaderThreadsChangeNothing(int threads) {
    TrainingConfig t = RECIPE.training();
    TrainingConfig threaded =
        new TrainingConfig(
            t.epochs(),
            t.batchSize(),
            t.microBatch(),
            t.seed(),
            t.dropLast(),
            t.evaluateEvery(),
            threads);

    assertThat(TinyRuns.train(TRICKS, TinyRuns.with(RECIPE, threaded)).weights())
        .isEqualTo(TinyRuns.train(TRICKS, RECIPE).weights());
  }

  /** Twice at once, step by step in turn, and once more when both are closed. */
  @Test
  void aPlanMayBeRunAnyNumberOfTimes() throws IOException {
    RunPlan plan = new RunPlanner(TRICKS).plan(RECIPE);
    List<Float> weights = TinyRuns.train(TRICKS, RECIPE).weights();
    try (TrainingRun outer = TrainingRun.of(plan, TinyRuns.backend())) {
      List<List<Float>> inner = new ArrayList<>();
      outer.train(
          new TrainingListener() {
            @Override
            public void onEpoch(EpochReport epoch) {
              inner.add(trained(plan));
            }
          });
      assertThat(TinyRuns.weights(outer)).isEqualTo(weights);
      assertThat(inner).isNotEmpty().allSatisfy(each -> assertThat(each).isEqualTo(weights));
    }
    assertThat(trained(plan)).isEqualTo(weights);
    assertThat(new RunPlanner(TRICKS).plan(RECIPE)).isEqualTo(plan);
  }

  private static List<Float> trained(RunPlan plan) {
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      run.train(new TrainingListener() {});
      return TinyRuns.weights(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theOrderOfTricksInTheRecipeChangesNothing() {
    Recipe twoEpochs = TinyRuns.with(RECIPE, new TrainingConfig(2, 32, 0, 7, true, 1, 1));
    Map<HookPoint, List<String>> order = order(twoEpochs);
    List<Float> weights = TinyRuns.train(TRICKS, twoEpochs).weights();
    Random random = new Random(1);

    for (int i = 0; i < 100; i++) {
      List<TrickEntry> shuffled = new ArrayList<>(twoEpochs.tricks());
      Collections.shuffle(shuffled, random);
      Recipe recipe = TinyRuns.with(twoEpochs, shuffled);

      assertThat(order(recipe)).describedAs("shuffle %d", i).isEqualTo(order);
      if (i % 10 == 0) {
        assertThat(TinyRuns.train(TRICKS, recipe).weights())
            .describedAs("shuffle %d", i)
            .isEqualTo(weights);
      }
    }
  }

  private static Map<HookPoint, List<String>> order(Recipe recipe) {
    RunPlan plan = new RunPlanner(TRICKS).plan(recipe);
    Map<HookPoint, List<String>> order = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      order.put(point, plan.at(point).stream().map(PlannedTrick::instance).toList());
    }
    return order;
  }
}
