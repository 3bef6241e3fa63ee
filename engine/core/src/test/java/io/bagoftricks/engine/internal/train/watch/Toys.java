package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import java.util.List;

/** Tricks to watch, in a run of 10 steps per epoch. */
final class Toys {
  private static final TrickRegistry ALL = TrickRegistry.of(ToyTricks.all());

  private Toys() {}

  /** A plan with some of the toys. */
  static RunPlan plan(boolean strict, String... tricks) {
    return new RunPlanner(ALL)
        .plan(
            ToyRecipes.recipe(
                "watch",
                new ToyRecipes.Facts(new DataFacts(10, 100, 10, new Shape(1, 8, 8))),
                new CifarResNet(8, 1),
                new TrainingConfig(
                    10,
                    10,
                    0,
                    42,
                    true,
                    1,
                    1,
                    CheckpointConfig.defaults(),
                    OnNonFinite.STOP,
                    strict),
                List.of(tricks).stream().map(trick -> ToyRecipes.entry(ALL, trick)).toList()));
  }

  /** A trick called {@code average}, which remembers a counter. */
  static LiveTrick average() {
    return RunTricks.of(plan(false, "average")).find("average");
  }
}
