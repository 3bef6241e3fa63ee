package io.bagoftricks.engine.plan.order;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.engine.recipe.TrickWindow;
import java.util.Optional;

/**
 * The steps of a run in which a trick acts.
 *
 * @param from the first, counted from 0
 * @param until the first after the last
 * @param every one in so many, from the first on
 * @param oneOf the group of which one acts at a time
 */
public record ActiveWindow(long from, long until, long every, Optional<String> oneOf) {
  /** A window in this run, cut to it. */
  public static ActiveWindow of(TrickWindow window, RunFacts facts) {
    return new ActiveWindow(
        Math.max(0, from(window, facts)),
        Math.min(facts.totalSteps(), until(window, facts)),
        Math.max(1, every(window, facts)),
        window.oneOf());
  }

  /** The first step as the recipe says it, which may lie before the run. */
  public static long from(TrickWindow window, RunFacts facts) {
    return window.from().map(time -> time.steps(facts)).orElse(0L);
  }

  /** The first step after the last as the recipe says it, which may lie after the run. */
  public static long until(TrickWindow window, RunFacts facts) {
    return window.until().map(time -> time.steps(facts)).orElse(facts.totalSteps());
  }

  /** How far apart steps are as the recipe says it; 0 where that rounds to none. */
  public static long every(TrickWindow window, RunFacts facts) {
    return window.every().map((TrainingTime time) -> time.steps(facts)).orElse(1L);
  }

  /** Whether the trick acts in a step, unless another of its group is drawn. */
  public boolean contains(long update) {
    return spans(update) && (update - from) % every == 0;
  }

  /** Whether a step lies between the window's ends. */
  public boolean spans(long update) {
    return update >= from && update < until;
  }

  /** How many steps it holds. */
  public long updates() {
    return from >= until ? 0 : (until - from + every - 1) / every;
  }

  /** Whether some step lies between the ends of both windows. */
  public boolean overlaps(ActiveWindow other) {
    return Math.max(from, other.from) < Math.min(until, other.until);
  }
}
