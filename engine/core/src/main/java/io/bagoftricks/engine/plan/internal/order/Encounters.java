package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.plan.order.ActiveWindow;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.Optional;

/** Tells which tricks never act at the same time, so that nothing between them can clash. */
public final class Encounters {
  private final Optional<RunFacts> facts;

  /**
   * For one run.
   *
   * @param facts empty where they could not be found; then windows are given the benefit of doubt
   */
  public Encounters(Optional<RunFacts> facts) {
    this.facts = facts;
  }

  /** Whether two tricks may act in the same call of a hook. */
  boolean possible(TrickInstance one, TrickInstance other, HookPoint point) {
    if (point.isSetup()) {
      return true;
    }
    // An evaluation is not a step: nothing is drawn for it.
    boolean takeTurns =
        point != HookPoint.ON_EVALUATE
            && one.entry().window().oneOf().isPresent()
            && one.entry().window().oneOf().equals(other.entry().window().oneOf());
    return !takeTurns && windowsOverlap(one, other);
  }

  private boolean windowsOverlap(TrickInstance one, TrickInstance other) {
    if (facts.isEmpty()) {
      return !one.entry().window().hasTimes() && !other.entry().window().hasTimes();
    }
    return ActiveWindow.of(one.entry().window(), facts.get())
        .overlaps(ActiveWindow.of(other.entry().window(), facts.get()));
  }
}
