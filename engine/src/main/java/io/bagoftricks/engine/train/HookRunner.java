package io.bagoftricks.engine.train;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Calls the tricks at a point in their order, each with its own draws. */
final class HookRunner {
  private final RunPlan plan;
  private final Draws root;
  private final Spans spans;
  private final Turns turns;
  private final Set<String> effective = new HashSet<>();

  HookRunner(RunPlan plan, Draws root, Spans spans) {
    this.plan = plan;
    this.root = root;
    this.spans = spans;
    this.turns = new Turns(plan, root);
  }

  /** Calls every trick at a point whose turn it is. */
  <H extends Trick> void run(
      HookPoint point, Class<H> hook, CallContext context, Consumer<H> call) {
    for (PlannedTrick planned : plan.at(point)) {
      if (!turns.acts(planned, point, context.moment())) {
        continue;
      }
      context.enter(planned, draws(planned.instance(), point, context));
      Set<Slot> touched;
      try {
        H trick = hook.cast(planned.trick());
        spans.hook(
            planned.instance(),
            point,
            () ->
                TrickCall.guarded(
                    planned,
                    point,
                    context.moment(),
                    () -> {
                      call.accept(trick);
                      return trick;
                    }));
      } finally {
        touched = context.leave();
      }
      check(planned, point, touched, context.moment());
    }
  }

  /**
   * Instances whose run-time hooks may write, and never did.
   *
   * @param touchedImages whether an instance touched any image in the loader threads
   */
  List<String> withoutEffect(Predicate<String> touchedImages) {
    Set<String> idle = new TreeSet<>();
    for (HookPoint point : HookPoint.values()) {
      if (point.isSetup()) {
        continue;
      }
      for (PlannedTrick planned : plan.at(point)) {
        if (!planned.writes(point).isEmpty()) {
          idle.add(planned.instance());
        }
      }
    }
    idle.removeAll(effective);
    idle.removeIf(touchedImages);
    return List.copyOf(idle);
  }

  /** Goes on where a run was in which these had an effect. */
  void goOn(Set<String> instances) {
    effective.clear();
    effective.addAll(instances);
  }

  /** Instances that have edited something. */
  Set<String> effective() {
    return effective;
  }

  private void check(PlannedTrick planned, HookPoint point, Set<Slot> touched, Moment moment) {
    if (touched.isEmpty()) {
      return;
    }
    effective.add(planned.instance());
    Set<Slot> undeclared = new TreeSet<>(touched);
    undeclared.removeAll(planned.writes(point));
    if (!undeclared.isEmpty()) {
      throw new TrickException(
          planned.instance(),
          point.method(),
          TrickCall.at(moment),
          new IllegalStateException(
              "It edited "
                  + undeclared
                  + ", which its @Uses does not declare. Declare the slot: the order of tricks is"
                  + " computed from it."));
    }
  }

  private Draws draws(String instance, HookPoint point, CallContext context) {
    Moment moment = context.moment();
    return root.stream(instance).stream(point.method()).stream(moment.epoch()).stream(moment.step())
        .stream(context.part());
  }
}
