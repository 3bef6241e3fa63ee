package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;
import org.jspecify.annotations.Nullable;

/** An optimizer of a plugin, asked once for all that it says. */
record GuardedOptimizer(
    double learningRate, double momentum, boolean hasMomentum, double weightDecay, UpdateRule rule)
    implements Optimizer {
  /** Checks the ranges. */
  GuardedOptimizer {
    Optimizer.check(learningRate, momentum, weightDecay);
  }

  /**
   * Asks.
   *
   * @throws IllegalArgumentException if a number is out of range
   * @throws TypeException if the optimizer fails
   */
  static Optimizer of(Optimizer made, TypeCalls calls) {
    return calls.refusable(
        "its numbers",
        made,
        () ->
            new GuardedOptimizer(
                made.learningRate(),
                made.momentum(),
                made.hasMomentum(),
                made.weightDecay(),
                guarded(made.rule(), calls)));
  }

  private static UpdateRule guarded(@Nullable UpdateRule rule, TypeCalls calls) {
    if (rule == null) {
      throw calls.broken("plugin/null", "rule", "", "it returned null, which is not a formula.");
    }
    return rule instanceof CustomRule custom
        ? new GuardedRule(custom, custom.stateArrays(), calls)
        : rule;
  }
}
