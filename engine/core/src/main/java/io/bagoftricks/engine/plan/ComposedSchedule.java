package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Curve;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.ScheduleTime;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code value(t) = base x product(factors) x (ramp while it lasts, else curve)}, where a ramp may
 * begin above zero. Each part knows the trick it is from.
 */
final class ComposedSchedule implements Schedule {
  private static final long MOST_CHECKED_STEPS = 1000;

  private final String name;
  private final double base;
  private final RunFacts facts;
  private final boolean used;
  private double factor = 1;
  private @Nullable Ramp ramp;
  private @Nullable Follow curve;

  /**
   * A constant.
   *
   * @param name of the value, for messages
   */
  ComposedSchedule(String name, double base, RunFacts facts) {
    this(name, base, facts, true);
  }

  private ComposedSchedule(String name, double base, RunFacts facts, boolean used) {
    this.name = name;
    this.base = base;
    this.facts = facts;
    this.used = used;
  }

  /** Of a value that the optimizer's formula does not have: what shapes it has no effect. */
  static ComposedSchedule unused(String name, RunFacts facts) {
    return new ComposedSchedule(name, 0, facts, false);
  }

  /** Of the value, for messages. */
  String name() {
    return name;
  }

  /** Before any factor, ramp or curve. */
  double base() {
    return base;
  }

  /** Whether there is such a value at all. */
  boolean isUsed() {
    return used;
  }

  @Override
  public double at(long step) {
    double value = unchecked(step);
    if (!(value >= 0 && Double.isFinite(value))) {
      // Planning looks at a thousand steps only.
      throw TrickException.rule(
          "plugin/schedule",
          owner(step).orElse("a trick"),
          PLACE,
          "step " + (step + 1),
          "it makes the %s %s. It must be finite and not negative.".formatted(name, value));
    }
    return value;
  }

  private double unchecked(long step) {
    Ramp first = ramp;
    if (first != null && step < first.steps()) {
      double share = guarded(first.owner(), step, () -> first.share().applyAsDouble(step));
      return first.start() + (base * factor - first.start()) * share;
    }
    Follow then = curve;
    if (then != null) {
      long rampSteps = first == null ? 0 : first.steps();
      ScheduleTime time =
          new ScheduleTime(step, rampSteps, facts.stepsPerEpoch(), facts.totalSteps());
      return base * factor * guarded(then.owner(), step, () -> then.shape().factor(time));
    }
    return base * factor;
  }

  @Override
  public Optional<String> owner(long step) {
    return ramp != null && step < ramp.steps()
        ? Optional.of(ramp.owner())
        : Optional.ofNullable(curve).map(Follow::owner);
  }

  void multiply(double by) {
    if (!(by > 0 && Double.isFinite(by))) {
      throw new IllegalArgumentException(
          "A factor on the " + name + " is positive and finite, not " + by);
    }
    factor *= by;
  }

  void ramp(String owner, long steps, double start, LongToDoubleFunction share) {
    if (steps < 0) {
      throw new IllegalArgumentException("A ramp does not last " + steps + " steps");
    }
    if (!(start >= 0 && Double.isFinite(start))) {
      throw new IllegalArgumentException(
          "A ramp of the " + name + " begins at a finite value that is not negative, not " + start);
    }
    if (ramp != null) {
      throw new ScheduleConflictException(ramp.owner(), owner, "ramp of the " + name);
    }
    ramp = new Ramp(owner, steps, start, share);
  }

  void follow(String owner, Curve shape) {
    if (curve != null) {
      throw new ScheduleConflictException(curve.owner(), owner, "curve of the " + name);
    }
    curve = new Follow(owner, shape);
  }

  /** The steps in which a trick's ramp decides; 0 where it has set none. */
  long rampUpdates(String owner) {
    return used && ramp != null && ramp.owner().equals(owner) ? rampUpdates() : 0;
  }

  /** The steps in which a trick's curve decides: those behind the ramp; 0 where it has set none. */
  long curveUpdates(String owner) {
    return used && curve != null && curve.owner().equals(owner)
        ? facts.totalSteps() - rampUpdates()
        : 0;
  }

  /** Why a curve decides nothing, where that is so. */
  Optional<String> hidden() {
    if (!used) {
      return Optional.of("the optimizer has no " + name);
    }
    return ramp != null && rampUpdates() == facts.totalSteps()
        ? Optional.of("the ramp of '%s' lasts as long as the run".formatted(ramp.owner()))
        : Optional.empty();
  }

  /** Whether a trick's ramp or curve is the same as none, wherever one looks. */
  boolean isNeutral(String owner) {
    long from = rampUpdates(owner) > 0 ? 0 : rampUpdates();
    long until = curveUpdates(owner) > 0 ? facts.totalSteps() : rampUpdates();
    return looked(from, until).allMatch(step -> unchecked(step) == base * factor);
  }

  /**
   * Looks at up to a thousand steps, the first, the last and the ramp's end among them.
   *
   * @return the first value that is negative, not finite, or not below the limit, in words
   */
  Optional<String> fault(double limit) {
    return looked(0, facts.totalSteps())
        .filter(step -> !(unchecked(step) >= 0 && unchecked(step) < limit))
        .mapToObj(
            step ->
                String.format(
                    Locale.ROOT,
                    "The %s of step %d is %s%s",
                    name,
                    step + 1,
                    unchecked(step),
                    owner(step).map(who -> " by the schedule of '" + who + "'").orElse("")))
        .findFirst();
  }

  private long rampUpdates() {
    return ramp == null ? 0 : Math.min(ramp.steps(), facts.totalSteps());
  }

  /** Up to a thousand steps of a stretch, and its last, and the ramp's end where it is in it. */
  private LongStream looked(long from, long until) {
    long stride = Math.max(1, (until - from) / MOST_CHECKED_STEPS);
    return LongStream.concat(
        LongStream.iterate(from, step -> step < until, step -> step + stride),
        LongStream.of(rampUpdates(), until - 1).filter(step -> step >= from && step < until));
  }

  private static double guarded(String owner, long step, DoubleSupplier value) {
    try {
      return value.getAsDouble();
    } catch (Throwable e) { // an Error too is to name who threw it
      throw new TrickException(owner, PLACE, "step " + (step + 1), e);
    }
  }

  /**
   * Whether the same tricks decide the same parts. How a trick shapes its part is code, and follows
   * from its settings.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ComposedSchedule that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  private List<Object> parts() {
    List<Object> parts = new ArrayList<>(List.of(name, base, facts, used, factor));
    if (ramp != null) {
      parts.addAll(List.of("ramp", ramp.owner(), ramp.steps(), ramp.start()));
    }
    if (curve != null) {
      parts.addAll(List.of("curve", curve.owner()));
    }
    return parts;
  }

  private record Ramp(String owner, long steps, double start, LongToDoubleFunction share) {}

  private record Follow(String owner, Curve shape) {}
}
