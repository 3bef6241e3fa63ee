package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.HookContext;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.train.watch.TrickCall;
import io.bagoftricks.engine.internal.train.watch.TrickWatch;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Calls the tricks at a point in their order, each with its own draws. */
public final class HookRunner {
  private final RunTricks tricks;
  private final Draws root;
  private final Spans spans;
  private final Turns turns;
  private final TrickWatch watch;
  private final Set<String> effective = new HashSet<>();

  public HookRunner(RunTricks tricks, Draws root, Spans spans) {
    this.tricks = tricks;
    this.root = root;
    this.spans = spans;
    this.turns = new Turns(tricks.plan(), root);
    this.watch = new TrickWatch(tricks.plan());
  }

  /**
   * Calls every trick at a point whose turn it is.
   *
   * @param type as tricks see the context
   */
  public <H extends Trick, C extends HookContext> void run(
      HookPoint point, Class<H> hook, Class<C> type, CallContext context, BiConsumer<H, C> call) {
    for (LiveTrick planned : tricks.at(point)) {
      if (!turns.acts(planned.planned(), point, context.moment())) {
        continue;
      }
      boolean watched = watch.begins(planned, point, context.moment());
      context.enter(
          planned, draws(planned.instance(), point, context.moment(), context.part()), watched);
      Set<Slot> touched;
      try (Handout<C> handout = handout(planned, point, type, context)) {
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
                      call.accept(trick, handout.view());
                      return trick;
                    }));
      } catch (TrickException e) {
        watch.throwMisuse(); // which says more, where that is why it failed
        throw e;
      } finally {
        touched = context.leave();
      }
      watch.ended(planned, point, context.moment(), touched, watched);
      check(planned, point, touched, context);
      watch.done(
          planned,
          point.method(),
          context.moment(),
          () -> 31 * context.effects() + watch.arrays().digest());
    }
  }

  /** The watch over the rules that tricks have to keep. */
  public TrickWatch watch() {
    return watch;
  }

  /**
   * Instances whose run-time hooks may write, and never did.
   *
   * @param touchedImages whether an instance touched any image in the loader threads
   */
  public List<String> withoutEffect(Predicate<String> touchedImages) {
    Set<String> idle = new TreeSet<>();
    for (HookPoint point : HookPoint.values()) {
      if (point.isSetup()) {
        continue;
      }
      for (LiveTrick planned : tricks.at(point)) {
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
  public void goOn(Set<String> instances) {
    watch.arrays().forget();
    effective.clear();
    effective.addAll(instances);
  }

  /** Instances that have edited something. */
  public Set<String> effective() {
    return effective;
  }

  private <C extends HookContext> Handout<C> handout(
      LiveTrick planned, HookPoint point, Class<C> type, CallContext context) {
    return new Handout<>(
        type,
        type.cast(context),
        watch.observer(planned.instance(), point.method(), context.moment()));
  }

  private void check(LiveTrick planned, HookPoint point, Set<Slot> touched, CallContext context) {
    if (touched.isEmpty()) {
      return;
    }
    effective.add(planned.instance());
    Set<Slot> undeclared = new TreeSet<>(touched);
    undeclared.removeAll(planned.writes(point));
    if (!undeclared.isEmpty()) {
      throw broken(
          "plugin/undeclared-edit",
          planned,
          point,
          context,
          "it edited %s, which its @Uses does not declare. Declare the slot: the order of tricks is computed from it."
              .formatted(undeclared));
    }
    context
        .fault(touched)
        .ifPresent(
            fault -> {
              throw broken("plugin/no-distribution", planned, point, context, fault);
            });
  }

  private static TrickException broken(
      String id, LiveTrick planned, HookPoint point, CallContext context, String what) {
    return TrickException.rule(
        id, planned.instance(), point.method(), TrickCall.at(context.moment()), what);
  }

  /**
   * The draws of a trick in a call.
   *
   * @param part which of several calls at one moment this is: the micro-batch
   */
  public Draws draws(String instance, HookPoint point, Moment moment, int part) {
    return root.stream(instance).stream(point.method()).stream(moment.epoch()).stream(moment.step())
        .stream(part);
  }
}
