package io.bagoftricks.engine.train.internal.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.Schedule;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.PluginThreads;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Holds tricks to what they may do with what they are handed. Arrays that are only for reading are
 * compared before and after a call: in the first updates in which a hook of a trick is called, in
 * the first of an epoch, and in a strict run always. All else is looked at in every call.
 */
public final class TrickWatch {
  private final boolean strict;
  private final WatchedCalls calls;
  private final ArrayWatch arrays = new ArrayWatch();
  private final Remarks remarks = new Remarks();
  private @Nullable EffectLog log;
  private final LeakWatch leaks = new LeakWatch();
  private boolean watching;
  private Moment moment = new Moment(0, 0, 1);
  private final HandedLayouts layouts = new HandedLayouts();
  // What follows is told of by threads of plugins too.
  private final Map<String, Set<String>> askers = new ConcurrentHashMap<>();
  private final Queue<TrickException> misuses = new ConcurrentLinkedQueue<>();

  public TrickWatch(RunPlan plan) {
    strict = plan.recipe().training().strict();
    calls = new WatchedCalls(strict, plan.facts().stepsPerEpoch());
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
      told.add(
          new EffectLog.Entry(
              planned.instance(),
              what,
              TrickCall.at(when),
              effect.getAsLong(),
              digest(planned.state())));
    }
  }

  private static long digest(StoredState state) {
    long digest = state.values().hashCode();
    for (Map.Entry<String, INDArray> array : state.arrays().entrySet()) {
      digest = 31 * digest + array.getKey().hashCode() + Checksum.of(array.getValue());
    }
    return digest;
  }

  /**
   * Code of a trick gets an array.
   *
   * @param name for messages
   */
  public void handed(String name, INDArray array) {
    layouts.add(name, array);
  }

  /**
   * Code of a trick has returned: looks at what no call may do, whoever is called.
   *
   * @param place what was called, such as a hook's method
   * @throws TrickException if it did
   */
  void returned(String instance, String place, Moment when) {
    throwMisuse();
    if (Thread.interrupted()) {
      throw TrickException.rule(
          "plugin/interrupt",
          instance,
          place,
          TrickCall.at(when),
          "it interrupted the thread in which the engine calls it. Interrupt only threads that the trick has started."
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
    return arrays;
  }

  /**
   * A trick is about to be called.
   *
   * @return whether what it does with arrays is watched
   * @throws TrickException if an array was written meanwhile that nobody was to write
   */
  public boolean begins(LiveTrick planned, HookPoint point, Moment moment) {
    throwMisuse();
    boolean watched = calls.isWatched(planned.instance(), point.method(), moment);
    if (watched) {
      watching = true;
      checkUnwritten(moment, arrays.look());
    }
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
        askers.computeIfAbsent(arrayOf(method), a -> new ConcurrentSkipListSet<>()).add(instance);
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
    for (HandedArray closed : arrays.closed()) {
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
    if (watched) {
      checkReadOnly(planned.instance(), point, moment, edited);
    } else {
      arrays.expectEdits(edited);
    }
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
      checkUnwritten(moment, arrays.look());
    }
    if (strict) {
      leaks.begins();
    }
    T result = TrickCall.guarded(planned, point, moment, code);
    ended(planned, point, moment, Set.of(), watched, point.method() + ", later");
    return result;
  }

  /**
   * Asks a schedule for its value of an update.
   *
   * @throws TrickException if the trick whose schedule it is wrote an array
   */
  public double valueOf(Schedule schedule, Moment when) {
    Optional<String> owner = schedule.owner(when.step());
    if (owner.isEmpty() || !calls.isWatched(owner.get(), Schedule.PLACE, when)) {
      return schedule.at(when.step());
    }
    watching = true;
    checkUnwritten(when, arrays.look());
    double value = schedule.at(when.step());
    for (HandedArray written : arrays.look()) {
      throw TrickException.rule(
          "plugin/undeclared-write",
          owner.get(),
          Schedule.PLACE,
          TrickCall.at(when),
          "it wrote %s, which is only for reading. A schedule is a function of time, and writes nothing."
              .formatted(written.name()));
    }
    return value;
  }

  /** Evaluations begin after an update. */
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

  /** A new update begins. What no trick was watched in since the last one is forgotten. */
  public void beginUpdate(Moment newMoment) {
    moment = newMoment;
    calls.updating(true);
    layouts.clear();
    if (!watching) {
      arrays.forget();
    }
    watching = false;
  }

  /**
   * Looks whether an array was written that nobody was to write since the last look.
   *
   * @throws TrickException with who may have been it
   */
  public void checkUnwritten(Moment moment) {
    throwMisuse();
    checkUnwritten(moment, arrays.lookAgain());
  }

  private void checkUnwritten(Moment moment, List<HandedArray> all) {
    for (HandedArray written : all) {
      Set<String> suspects = askers.getOrDefault(written.name(), Set.of());
      throw TrickException.rule(
          "plugin/late-write",
          suspects.isEmpty() ? "a trick" : String.join("' or '", suspects),
          "no hook of its own",
          TrickCall.at(moment),
          "%s was written while no trick was called. What a trick is handed is valid until its hook returns: keep a copy, and write from no other thread.%s"
              .formatted(written.name(), PluginThreads.sentence()));
    }
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

  private void checkReadOnly(String instance, HookPoint point, Moment moment, Set<Slot> edited) {
    List<HandedArray> written =
        arrays.look().stream()
            .filter(array -> array.edited().stream().noneMatch(edited::contains))
            .toList();
    for (HandedArray array : written) {
      Set<String> others = new TreeSet<>(askers.getOrDefault(array.name(), Set.of()));
      boolean handed = others.remove(instance);
      String also =
          handed || others.isEmpty()
              ? ""
              : " (Or '%s' did, in a thread of its own: '%s' was never handed it.)"
                  .formatted(String.join("' or '", others), instance);
      throw rule(
          "plugin/undeclared-write",
          instance,
          point,
          moment,
          "it wrote %s, which is only for reading. %s%s%s"
              .formatted(array.name(), array.remedy(), also, PluginThreads.sentence()));
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
