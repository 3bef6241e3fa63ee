package io.bagoftricks.engine.train;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.PluginCode;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the code of a trick, in a hook or later what it handed over there, so that a failure names
 * the trick, the hook and when it was.
 */
final class TrickCall {
  private TrickCall() {}

  /**
   * Calls a trick.
   *
   * @throws TrickException if it fails
   */
  static <T> T guarded(PlannedTrick planned, HookPoint point, Moment moment, Supplier<T> code) {
    try {
      return PluginCode.call(planned.trick(), code);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw failure(planned, point, at(moment), e);
    }
  }

  /** What a trick does to an image. */
  static Consumer<Sample> guarded(PlannedTrick planned, HookPoint point, Consumer<Sample> action) {
    return sample -> {
      try {
        PluginCode.run(planned.trick(), () -> action.accept(sample));
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        throw failure(planned, point, at(sample.moment()) + ", image " + sample.index(), e);
      }
    };
  }

  /** A moment as messages say it, counted from 1. */
  static String at(Moment moment) {
    return "epoch " + (moment.epoch() + 1) + ", update " + (moment.step() + 1);
  }

  private static TrickException failure(
      PlannedTrick planned, HookPoint point, String when, Throwable cause) {
    return TrickException.of(planned.descriptor(), planned.instance(), point.method(), when, cause);
  }
}
