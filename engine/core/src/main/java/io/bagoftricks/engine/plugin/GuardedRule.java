package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.engine.internal.plugin.Handout;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** A formula of a plugin: a failure names the optimizer. */
record GuardedRule(CustomRule rule, int stateArrays, TypeCalls calls) implements CustomRule {
  private static final String UPDATE = "update";
  private static final int MOST_ARRAYS = 16;

  /** Checks the number of arrays. */
  GuardedRule {
    if (stateArrays < 0 || stateArrays > MOST_ARRAYS) {
      throw calls.broken(
          "plugin/wrong-memories",
          "stateArrays",
          "",
          String.format(
              Locale.ROOT,
              "it wants %d arrays of optimizer state per parameter; it may have 0 to %d.",
              stateArrays,
              MOST_ARRAYS));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if the formula fails
   */
  @Override
  public void update(ParameterUpdate update) {
    Supplier<String> moment =
        () ->
            String.format(
                Locale.ROOT, "update %d of %s", update.count(), update.parameter().name());
    Queue<String> misuses = new ConcurrentLinkedQueue<>();
    try (Handout<ParameterUpdate> handout =
        new Handout<>(ParameterUpdate.class, update, misuses::add)) {
      calls.call(
          UPDATE,
          moment,
          rule,
          () -> {
            rule.update(handout.view());
            return rule;
          });
    }
    String misuse = misuses.poll();
    if (misuse != null) {
      throw calls.broken("plugin/context-misused", UPDATE, moment.get(), misuse);
    }
  }
}
