package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.train.watch.TrickWatch;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import java.util.List;
import java.util.function.Consumer;

/** The parts of the contexts of hooks, in a run of 10 steps per epoch. */
final class Contexts {
  static final Moment MOMENT = new Moment(1, 12, 100);
  private static final TrickRegistry TOYS = TrickRegistry.of(ToyTricks.all());

  private Contexts() {}

  /** A plan with two tricks, of which nothing is called. */
  static RunPlan plan() {
    return plan(List.of());
  }

  /** The same with parameters that are not trained. */
  static RunPlan plan(List<String> frozen) {
    return new RunPlanner(TOYS)
        .plan(
            ToyRecipes.recipe(
                    "contexts",
                    new ToyRecipes.Facts(new DataFacts(10, 100, 10, new Shape(1, 8, 8))),
                    new CifarResNet(8, 1),
                    new TrainingConfig(10, 10, 0, 42, true, 1, 1),
                    List.of(
                        ToyRecipes.entry(TOYS, "average"), ToyRecipes.entry(TOYS, "weights-only")))
                .withStart(ModelStart.defaults().freezing(frozen)));
  }

  static Weights weights(RunPlan plan) {
    return new ScriptedBackend(10, forward -> 1, backward -> 1)
        .allocate(plan.network(), Precision.FLOAT);
  }

  static TrickWatch watch() {
    return new TrickWatch(plan());
  }

  static LiveTrick trick() {
    return RunTricks.of(plan()).find("average");
  }

  /** Calls something as a trick would in its hook, and returns to the engine. */
  static <C extends CallContext> C call(C context, Consumer<C> hook) {
    context.enter(trick(), Draws.of(7), true);
    try {
      hook.accept(context);
    } finally {
      context.leave();
    }
    return context;
  }
}
