package io.bagoftricks.engine.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A stretch of training in which parameters keep their values.
 *
 * @param from the first step of it, from 0
 * @param until the first step behind it
 */
public record FrozenSteps(long from, long until) {
  /** Checks that it is a stretch. */
  public FrozenSteps {
    if (!(from >= 0 && from < until)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Parameters are frozen from a step of the run until a later one, not from %d until %d",
              from,
              until));
    }
  }

  /** Whether each step of a run lies in one of some stretches. */
  static boolean cover(List<FrozenSteps> stretches, long totalSteps) {
    long next = 0;
    for (FrozenSteps each :
        stretches.stream().sorted(Comparator.comparingLong(FrozenSteps::from)).toList()) {
      next = each.contains(next) ? each.until() : next;
    }
    return next >= totalSteps;
  }

  /** Whether a step, from 0, lies in it. */
  boolean contains(long step) {
    return step >= from && step < until;
  }
}
