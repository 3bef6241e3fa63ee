package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Trick;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.plugin.StoredState;

/** A trick of a recipe, built, with what it remembers. */
record BuiltTrick(TrickInstance instance, Trick trick, StoredState state, ActiveWindow window) {
  String id() {
    return instance.id();
  }

  PlannedTrick planned() {
    return new PlannedTrick(instance.entry(), instance.descriptor(), window);
  }

  LiveTrick live(RunningCalls calls) {
    return new LiveTrick(planned(), trick, state, calls);
  }
}
