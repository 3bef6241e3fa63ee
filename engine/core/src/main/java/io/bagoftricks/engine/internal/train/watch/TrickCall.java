package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.internal.plugin.PluginCode;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the code of a trick, in a hook or later what it handed over there, so that a failure names
 * the trick, the hook and when it was.
 */
public final class TrickCall {
  private TrickCall() {}

  /**
   * Calls a trick.
   *
   * @throws TrickException if it fails
   */
  public static <T> T guarded(LiveTrick planned, HookPoint point, Moment moment, Supplier<T> code) {
    return guarded(planned, point.method(), () -> at(moment), code);
  }

  /**
   * Calls what a trick has handed over.
   *
   * @param what is called, such as a hook's method
   * @throws TrickException if it fails
   */
  public static <T> T guarded(
      LiveTrick planned, String what, Supplier<String> when, Supplier<T> code) {
    try {
      return planned
          .calls()
          .call(
              () -> "'%s' in %s at %s".formatted(planned.instance(), what, when.get()),
              () -> PluginCode.call(planned.trick(), code));
    } catch (Throwable e) { // an Error too is to name who threw it
      throw TrickException.of(planned.descriptor(), planned.instance(), what, when.get(), e);
    }
  }

  /** The work of a trick on an image, with failures and misuse reported as the trick's. */
  public static Consumer<Sample> guarded(
      LiveTrick planned, HookPoint point, Consumer<Sample> action) {
    Queue<TrickException> misuses = new ConcurrentLinkedQueue<>();
    return sample -> {
      Supplier<String> when = () -> at(sample.moment()) + ", image " + sample.index();
      throwFirst(misuses);
      try (Handout<Sample> handout =
          new Handout<>(Sample.class, sample, observer(planned, point, when, misuses))) {
        guarded(
            planned,
            point.method(),
            when,
            () -> {
              action.accept(handout.view());
              return sample;
            });
      } catch (TrickException e) {
        throwFirst(misuses); // which says more, where that is why it failed
        throw e;
      }
      throwFirst(misuses);
    };
  }

  private static void throwFirst(Queue<TrickException> misuses) {
    TrickException misuse = misuses.poll();
    if (misuse != null) {
      throw misuse;
    }
  }

  private static Handout.Observer observer(
      LiveTrick planned, HookPoint point, Supplier<String> when, Queue<TrickException> misuses) {
    return new Handout.Observer() {
      @Override
      public void misused(String what) {
        misuses.add(
            TrickException.rule(
                "plugin/context-misused", planned.instance(), point.method(), when.get(), what));
      }
    };
  }

  /** A moment as messages say it, counted from 1. */
  public static String at(Moment moment) {
    return "epoch " + (moment.epoch() + 1) + ", step " + (moment.step() + 1);
  }
}
