package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.train.watch.TrickCall;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The tricks on single images, as the loader threads run them. */
public final class SampleHooks {
  private SampleHooks() {}

  /** One step per trick, in their order. */
  public static List<SampleStep> of(RunTricks tricks, Draws root) {
    Turns turns = new Turns(tricks.plan(), root);
    List<SampleStep> steps = new ArrayList<>();
    for (LiveTrick planned : tricks.at(HookPoint.ON_SAMPLE)) {
      SampleHook hook = SampleHook.class.cast(planned.trick());
      Draws draws = root.stream(planned.instance()).stream(HookPoint.ON_SAMPLE.method());
      Consumer<Sample> called = TrickCall.guarded(planned, HookPoint.ON_SAMPLE, hook::onSample);
      steps.add(
          new SampleStep(
              planned.instance(),
              draws,
              planned.writes(HookPoint.ON_SAMPLE),
              sample -> {
                if (turns.acts(planned.planned(), sample)) {
                  called.accept(sample);
                }
              }));
    }
    return steps;
  }
}
