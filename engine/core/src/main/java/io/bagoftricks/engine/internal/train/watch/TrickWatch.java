package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.internal.plugin.PluginThreads;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.Schedule;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Holds tricks to what they may do with what they are handed. {@link WriteWatch} says in which
 * calls arrays that are only for reading are compared; all else is looked at in every call.
 */
public final class TrickWatch {
  private final boolean strict;
  private final WatchedCalls calls;
  private final WriteWatch writes;
  private final Remarks remarks = new Remarks();
  private @Nullable EffectLog log;
  private final LeakWatch leaks = new LeakWatch();
  private boolean interruptedBefore;
  private Moment moment = new Moment(0, 0, 1);
  private final HandedLayouts layouts = new HandedLayouts();
  // Threads of plugins tell of them too.
  private final Queue<TrickException> misuses = new ConcurrentLinkedQueue<>();

  public TrickWatch(RunPlan plan) {
    strict = plan.recipe().training().strict();
    calls = new WatchedCalls(strict, plan.facts().stepsPerEpoch());
    writes = new WriteWatch(calls);
  }

  /** Writes down the effect of every call from now on. */
  public void record(EffectLog newLog) {
    log = newLog;
  }

  /**
   * A call has ended well.
   *
   * @param what was called, such as a hook's method
   * @param effect stands for all values that the call could change
   */
  public void done(LiveTrick planned, String what, Moment when, LongSupplier effect) {
    EffectLog told = log;
    if (told != null) {
      told.add(planned, what, when, effect.getAsLong());
    }
  }

  /**
   * Code of a trick gets an array.
   *
   * @param name for messages
   */
  public void handed(String name, INDArray array) {
    layouts.add(name, array);
  }

  /** Code of a trick is about to be called: an interrupt of before is not its own. */
  void calling() {
    interruptedBefore = Thread.currentThread().isInterrupted();
  }

  /**
   * Code of a trick has returned: looks at what no call may do, whoever is called.
   *
   * @param place what was called, such as a hook's method
   * @throws TrickException if it did
   */
  void returned(String instance, String place, Moment when) {
    throwMisuse();
    if (!interruptedBefore && Thread.interrupted()) {
      throw TrickException.rule(
          "plugin/interrupt",
          instance,
          place,
          TrickCall.at(when),
          "it interrupted the thread in which the engine calls it. Interrupt only threads that the"
              + " trick has started."
              + PluginThreads.sentence());
    }
    layouts
        .changed()
        .ifPresent(
            name -> {
              throw TrickException.rule(
                  "plugin/wrong-shape",
                  instance,
                  place,
                  TrickCall.at(when),
                  "it gave %s another shape, order or memory. Write the values of the array, or reshape a copy (permute, not permutei)."
                      .formatted(name));
            });
  }

  /** The arrays that are looked at. */
  public ArrayWatch arrays() {
    return writes.arrays();
  }

  /**
   * A trick is about to be called.
   *
   * @return whether what it does with arrays is watched
   * @throws TrickException if an array was written meanwhile that nobody was to write
   */
  public boolean begins(LiveTrick planned, HookPoint point, Moment moment) {
    throwMisuse();
    calling();
    boolean watched = writes.begins(planned.instance(), point.method(), moment);
    if (strict) {
      leaks.begins();
    }
    return watched;
  }

  /**
   * Is told what the trick does with what it is handed, in whatever thread.
   *
   * @param place what is called, such as a hook's method
   */
  public Handout.Observer observer(String instance, String place, Moment moment) {
    return new Handout.Observer() {
      @Override
      public void asked(String method, INDArray array) {
        handed(arrayOf(method), array);
        writes.asked(arrayOf(method), instance);
      }

      @Override
      public void misused(String what) {
        misuses.add(
            TrickException.rule(
                "plugin/context-misused", instance, place, TrickCall.at(moment), what));
      }
    };
  }

  /**
   * A trick, or what it handed over in a hook, has been called.
   *
   * @param edited the slots that it has edited
   * @throws TrickException if it wrote or closed what it may not
   */
  public void ended(
      LiveTrick planned, HookPoint point, Moment moment, Set<Slot> edited, boolean watched) {
    ended(planned, point, moment, edited, watched, point.method());
  }

  private void ended(
      LiveTrick planned,
      HookPoint point,
      Moment moment,
      Set<Slot> edited,
      boolean watched,
      String called) {
    for (HandedArray closed : arrays().closed()) {
      throw rule(
          "plugin/closed-array",
          planned.instance(),
          point,
          moment,
          "it closed %s, which the engine owns and frees. Close only what the trick has made."
              .formatted(closed.name()));
    }
    planned
        .state()
        .closed()
        .ifPresent(
            name -> {
              throw rule(
                  "plugin/closed-array",
                  planned.instance(),
                  point,
                  moment,
                  "it closed the array '%s' of its state, which the engine frees. Leave it open."
                      .formatted(name));
            });
    returned(planned.instance(), point.method(), moment);
    if (strict) {
      leaks
          .ended(planned.instance() + " " + called)
          .ifPresent(
              leak -> {
                throw rule("plugin/leak", planned.instance(), point, moment, leak);
              });
    }
    writes.ended(planned.instance(), point, moment, edited, watched);
  }

  /**
   * Calls what a trick has handed over in a hook, and is still its code.
   *
   * @param watched whether the hook was
   * @throws TrickException if it fails, or wrote or closed what it may not
   */
  public <T> T later(
      LiveTrick planned, HookPoint point, Moment moment, boolean watched, Supplier<T> code) {
    if (watched) {
      writes.expectUnwritten(moment);
    }
    if (strict) {
      leaks.begins();
    }
    calling();
    T result = TrickCall.guarded(planned, point, moment, code);
    ended(planned, point, moment, Set.of(), watched, point.method() + ", later");
    return result;
  }

  /**
   * Asks a schedule for its value of a step.
   *
   * @throws TrickException if the trick whose schedule it is wrote an array
   */
  public double valueOf(Schedule schedule, Moment when) {
    return writes.valueOf(schedule, when);
  }

  /** Evaluations begin after a step. */
  public void beginEvaluation(Moment newMoment) {
    moment = newMoment;
    calls.updating(false);
    layouts.clear();
  }

  /** Possible mistakes of tricks. */
  public Remarks remarks() {
    return remarks;
  }

  /** The calls in which arrays are compared. */
  WatchedCalls calls() {
    return calls;
  }

  /** When it is. */
  Moment moment() {
    return moment;
  }

  /** A new step begins. */
  public void beginUpdate(Moment newMoment) {
    moment = newMoment;
    calls.updating(true);
    layouts.clear();
    writes.beginUpdate();
  }

  /**
   * Looks whether an array was written that nobody was to write since the last look.
   *
   * @throws TrickException with who may have been it
   */
  public void checkUnwritten(Moment moment) {
    throwMisuse();
    writes.checkUnwritten(moment);
  }

  /**
   * Fails where a trick has broken a rule and nobody has heard of it yet.
   *
   * @throws TrickException with the first
   */
  public void throwMisuse() {
    TrickException misuse = misuses.poll();
    if (misuse != null) {
      throw misuse;
    }
  }

  private static TrickException rule(
      String id, String instance, HookPoint point, Moment moment, String what) {
    return TrickException.rule(id, instance, point.method(), TrickCall.at(moment), what);
  }

  /** {@code editInputs} and {@code inputs} give the same array, and so on. */
  private static String arrayOf(String method) {
    String plain =
        method.startsWith("edit")
            ? method.substring("edit".length()).toLowerCase(Locale.ROOT)
            : method;
    return switch (plain) {
      case "gradient" -> "gradients()";
      case "weight" -> "weights()";
      default -> plain + "()";
    };
  }
}
