package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Trick;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plan.order.ActiveWindow;
import io.bagoftricks.engine.plugin.RunningCalls;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

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

  /**
   * Closes tricks that can be closed, and frees what they remember, of all of them.
   *
   * @throws io.bagoftricks.engine.plugin.TrickException with the first that fails
   */
  static void closeAll(Collection<BuiltTrick> tricks, SetupCalls calls) {
    RuntimeException first = null;
    for (BuiltTrick built : tricks) {
      try {
        built.close(calls);
      } catch (RuntimeException e) {
        first = firstOf(first, e);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException firstOf(@Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  private void close(SetupCalls calls) {
    try (state) {
      if (trick instanceof AutoCloseable closeable) {
        calls.run(instance, "close", trick, () -> close(closeable));
      }
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
