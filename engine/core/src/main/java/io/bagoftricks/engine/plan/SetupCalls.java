package io.bagoftricks.engine.plan;

import io.bagoftricks.engine.internal.plugin.PluginCode;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.function.Supplier;

/**
 * Calls the code of tricks before training, so that a failure names the trick and what was called.
 *
 * @param running is told of every call
 */
record SetupCalls(RunningCalls running) {
  /**
   * Calls an object of a trick.
   *
   * @param what is called, such as a hook's method
   * @throws TrickException if it fails, but for what says already what is wrong with the recipe
   */
  <T> T call(TrickInstance instance, String what, Object ofPlugin, Supplier<T> code) {
    boolean interruptedBefore = Thread.currentThread().isInterrupted(); // by the program
    try {
      T result =
          running.call(
              () -> "'%s' in %s".formatted(instance.id(), what),
              () -> PluginCode.call(ofPlugin, code));
      if (!interruptedBefore && Thread.interrupted()) {
        throw new IllegalStateException("it interrupted the thread in which the engine calls it");
      }
      return result;
    } catch (ProblemException | ScheduleConflictException e) {
      throw e;
    } catch (Throwable e) { // an Error too is to name who threw it
      throw TrickException.of(instance.descriptor(), instance.id(), what, "", e);
    }
  }

  /** Runs something that calls an object of a trick, as {@link #call}. */
  void run(TrickInstance instance, String what, Object ofPlugin, Runnable code) {
    call(
        instance,
        what,
        ofPlugin,
        () -> {
          code.run();
          return code;
        });
  }
}
