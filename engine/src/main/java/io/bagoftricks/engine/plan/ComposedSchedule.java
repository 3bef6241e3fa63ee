package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Curve;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.ScheduleTime;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code value(t) = base x product(factors) x (ramp while it lasts, else curve)}. Each part knows
 * the trick it is from.
 */
final class ComposedSchedule implements Schedule {
  private static final long MOST_CHECKED_STEPS = 1000;

  private final String name;
  private final double base;
  private final RunFacts facts;
  private double factor = 1;
  private @Nullable Ramp ramp;
  private @Nullable Follow curve;

  /**
   * A constant.
   *
   * @param name of the value, for messages
   */
  ComposedSchedule(String name, double base, RunFacts facts) {
    this.name = name;
    this.base = base;
    this.facts = facts;
  }

  @Override
  public double at(long step) {
    Ramp first = ramp;
    if (first != null && step < first.steps()) {
      return base * factor * guarded(first.owner(), step, () -> first.shape().applyAsDouble(step));
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

  void multiply(double by) {
    if (!(by > 0 && Double.isFinite(by))) {
      throw new IllegalArgumentException(
          "A factor on the " + name + " is positive and finite, not " + by);
    }
    factor *= by;
  }

  void ramp(String owner, long steps, LongToDoubleFunction shape) {
    if (steps < 0) {
      throw new IllegalArgumentException("A ramp does not last " + steps + " updates");
    }
    if (ramp != null) {
      throw new ScheduleConflictException(ramp.owner(), owner, "ramp of the " + name);
    }
    ramp = new Ramp(owner, steps, shape);
  }

  void follow(String owner, Curve shape) {
    if (curve != null) {
      throw new ScheduleConflictException(curve.owner(), owner, "curve of the " + name);
    }
    curve = new Follow(owner, shape);
  }

  /**
   * Looks at up to a thousand updates, the first, the last and the ramp's end among them.
   *
   * @return the first value that is negative, not finite, or not below the limit, in words
   */
  Optional<String> fault(double limit) {
    long last = facts.totalSteps() - 1;
    long rampEnd = Math.min(ramp == null ? 0 : ramp.steps(), last);
    long stride = Math.max(1, facts.totalSteps() / MOST_CHECKED_STEPS);
    LongStream steps =
        LongStream.concat(
            LongStream.iterate(0, step -> step <= last, step -> step + stride),
            LongStream.of(rampEnd, last));
    return steps
        .filter(step -> !(at(step) >= 0 && at(step) < limit))
        .mapToObj(step -> "The %s of update %d is %s".formatted(name, step, at(step)))
        .findFirst();
  }

  private static double guarded(String owner, long step, DoubleSupplier value) {
    try {
      return value.getAsDouble();
    } catch (RuntimeException | LinkageError e) {
      throw new TrickException(
          owner, "the schedule of " + HookPoint.ON_PARAM_GROUPS.method(), "update " + step, e);
    }
  }

  private record Ramp(String owner, long steps, LongToDoubleFunction shape) {}

  private record Follow(String owner, Curve shape) {}
}
