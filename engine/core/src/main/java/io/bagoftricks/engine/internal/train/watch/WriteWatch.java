package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.plugin.PluginThreads;
import io.bagoftricks.engine.plan.Schedule;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Names the trick that has written an array which is only for reading. Arrays are compared before
 * and after a call: in the first steps in which a hook of a trick is called, in the first of an
 * epoch, and in a strict run always.
 */
final class WriteWatch {
  private final WatchedCalls calls;
  private final ArrayWatch arrays = new ArrayWatch();
  // Threads of plugins ask for arrays too.
  private final Map<String, Set<String>> askers = new ConcurrentHashMap<>();
  private boolean watching;

  WriteWatch(WatchedCalls calls) {
    this.calls = calls;
  }

  /** The arrays that are compared. */
  ArrayWatch arrays() {
    return arrays;
  }

  /** A new step begins. The arrays are forgotten if no call was watched since the last one. */
  void beginUpdate() {
    if (!watching) {
      arrays.forget();
    }
    watching = false;
  }

  /** A trick has got an array, in whatever thread. */
  void asked(String array, String instance) {
    askers.computeIfAbsent(array, a -> new ConcurrentSkipListSet<>()).add(instance);
  }

  /**
   * A trick is about to be called.
   *
   * @param place what is called, such as a hook's method
   * @return whether the arrays are compared when it has returned
   * @throws TrickException if an array was written meanwhile that nobody was to write
   */
  boolean begins(String instance, String place, Moment moment) {
    boolean watched = calls.isWatched(instance, place, moment);
    if (watched) {
      watching = true;
      expectUnwritten(moment);
    }
    return watched;
  }

  /**
   * Looks at all arrays before a call.
   *
   * @throws TrickException if one was written meanwhile that nobody was to write
   */
  void expectUnwritten(Moment moment) {
    check(moment, arrays.look());
  }

  /**
   * Looks once more at the arrays that were looked at.
   *
   * @throws TrickException with who may have written one since
   */
  void checkUnwritten(Moment moment) {
    check(moment, arrays.lookAgain());
  }

  private void check(Moment moment, List<HandedArray> all) {
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
   * A trick, or what it handed over in a hook, has been called.
   *
   * @param edited the slots that it has edited
   * @param watched whether the arrays are compared
   * @throws TrickException if it wrote what is not of these slots
   */
  void ended(String instance, HookPoint point, Moment moment, Set<Slot> edited, boolean watched) {
    if (!watched) {
      arrays.expectEdits(edited);
      return;
    }
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
      throw TrickException.rule(
          "plugin/undeclared-write",
          instance,
          point.method(),
          TrickCall.at(moment),
          "it wrote %s, which is only for reading. %s%s%s"
              .formatted(array.name(), array.remedy(), also, PluginThreads.sentence()));
    }
  }

  /**
   * Asks a schedule for its value of a step.
   *
   * @throws TrickException if the trick whose schedule it is wrote an array
   */
  double valueOf(Schedule schedule, Moment when) {
    Optional<String> owner = schedule.owner(when.step());
    if (owner.isEmpty() || !begins(owner.get(), Schedule.PLACE, when)) {
      return schedule.at(when.step());
    }
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
}
