package io.bagoftricks.engine.internal.train;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.train.watch.EffectLog;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes some steps, and makes them again with new instances of all tricks in the middle, as when a
 * run is resumed. Whoever does something else then keeps something outside its state, or draws from
 * something else than its draws. At the start of a run, and where the window of a trick opens.
 */
public final class ReplayCheck {
  private static final int UPDATES = 4;

  private final RunPlan plan;
  private final Backend backend;

  /** A check of one plan. */
  public ReplayCheck(RunPlan plan, Backend backend) {
    this.plan = plan;
    this.backend = backend;
  }

  /**
   * Checks.
   *
   * @throws TrickException with the first trick whose effect or state differs, or an optimizer
   *     whose does
   * @throws IOException if the data are not there
   */
  public void run() throws IOException {
    for (long first : openings(plan)) {
      long left = plan.facts().totalSteps() - first;
      int half = (int) Math.min(UPDATES, left / 2);
      if (half > 0) {
        compare(first, half);
      }
    }
  }

  private void compare(long first, int half) throws IOException {
    List<EffectLog.Entry> whole;
    try (ReplayedRun run = new ReplayedRun(plan, backend)) {
      run.make(first, 2 * half);
      run.evaluate(first + 2L * half);
      whole = run.entries();
    }
    List<EffectLog.Entry> halves;
    int restart;
    try (ReplayedRun before = new ReplayedRun(plan, backend);
        ReplayedRun after = new ReplayedRun(plan, backend)) {
      before.make(first, half);
      restart = before.entries().size();
      halves = new ArrayList<>(before.entries());
      after.goOnFrom(before, first + half);
      after.make(first + half, half);
      after.evaluate(first + 2L * half);
      halves.addAll(after.entries());
    }
    for (int i = 0; i < Math.min(whole.size(), halves.size()); i++) {
      check(whole.get(i), halves.get(i), i >= restart);
    }
  }

  private static void check(EffectLog.Entry one, EffectLog.Entry other, boolean restarted) {
    if (one.equals(other)) {
      return;
    }
    String difference =
        one.isAt(other)
            ? (one.effect() == other.effect() ? "its state was another" : "it did something else")
            : "it was called at another time";
    throw TrickException.rule(
        "plugin/not-repeatable",
        one.who(),
        one.what(),
        one.when(),
        difference
            + (restarted
                ? " when the run was resumed before. Values that a trick keeps between calls"
                    + " belong in TrickState, and those of an optimizer in its state arrays, not in"
                    + " fields."
                : " when the step was repeated. A trick draws from draws() alone, and knows no"
                    + " clock and no static field."));
  }

  private static SortedSet<Long> openings(RunPlan plan) {
    SortedSet<Long> openings = new TreeSet<>();
    openings.add(0L);
    for (HookPoint point : HookPoint.values()) {
      plan.at(point).forEach(trick -> openings.add(trick.window().from()));
    }
    return openings;
  }
}
