package io.bagoftricks.engine.train;

import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.data.SampleStep;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;

/** The tricks on single images, as the loader threads run them. */
public final class SampleHooks {
  private SampleHooks() {}

  /** One step a trick, in their order. */
  public static List<SampleStep> of(RunPlan plan, Draws root) {
    List<SampleStep> steps = new ArrayList<>();
    for (PlannedTrick planned : plan.at(HookPoint.ON_SAMPLE)) {
      SampleHook hook = SampleHook.class.cast(planned.trick());
      Draws draws = root.stream(planned.instance()).stream(HookPoint.ON_SAMPLE.method());
      steps.add(
          new SampleStep(
              planned.instance(), draws, planned.writes(HookPoint.ON_SAMPLE), hook::onSample));
    }
    return steps;
  }
}
