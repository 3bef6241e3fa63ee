package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the steps in which tricks are called, and says in which of them arrays are compared before
 * and after.
 */
final class WatchedCalls {
  private static final int FIRST_UPDATES = 3;

  private record Place(String instance, String what) {}

  private record Calls(long lastStep, int updates) {}

  private final boolean strict;
  private final long stepsPerEpoch;
  private final Map<Place, Calls> calls = new HashMap<>();
  private boolean updating;

  WatchedCalls(boolean strict, long stepsPerEpoch) {
    this.strict = strict;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /** Whether what comes belongs to a step, not to an evaluation. */
  void updating(boolean now) {
    updating = now;
  }

  /**
   * Counts a call, and says whether it is watched.
   *
   * @param what is called, such as a hook's method
   */
  boolean isWatched(String instance, String what, Moment moment) {
    Place hook = new Place(instance, what);
    Calls before = calls.getOrDefault(hook, new Calls(-1, 0));
    if (before.lastStep() != moment.step()) {
      calls.put(hook, new Calls(moment.step(), Math.min(before.updates(), FIRST_UPDATES) + 1));
    }
    return strict
        || calls.getOrDefault(hook, before).updates() <= FIRST_UPDATES
        || (updating && moment.step() % stepsPerEpoch == 0);
  }
}
