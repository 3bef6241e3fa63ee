package io.bagoftricks.tricks.optim;

import io.bagoftricks.api.Curve;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.ScheduleDraft;
import io.bagoftricks.api.ScheduleTime;
import java.util.function.LongToDoubleFunction;

/**
 * A schedule, composed as its contract says: base x factors x (ramp while it lasts, else curve),
 * where a ramp may begin above zero.
 */
public final class RecordingSchedule implements ScheduleDraft {
  private final RunFacts facts;
  private double product = 1;
  private long rampSteps;
  private double rampStart;
  private LongToDoubleFunction ramp = step -> 1;
  private Curve curve = time -> 1;
  private boolean followed;

  RecordingSchedule(RunFacts facts) {
    this.facts = facts;
  }

  /** The learning rate at an update, from 0. */
  public double at(long step) {
    double whole = facts.learningRate() * product;
    return step < rampSteps
        ? rampStart + (whole - rampStart) * ramp.applyAsDouble(step)
        : whole
            * curve.factor(
                new ScheduleTime(step, rampSteps, facts.stepsPerEpoch(), facts.totalSteps()));
  }

  /** Whether a trick gave it a curve. */
  public boolean hasCurve() {
    return followed;
  }

  @Override
  public void multiply(double factor) {
    product *= factor;
  }

  @Override
  public void ramp(long steps, double start, LongToDoubleFunction share) {
    rampSteps = steps;
    rampStart = start;
    ramp = share;
  }

  @Override
  public void follow(Curve newCurve) {
    curve = newCurve;
    followed = true;
  }
}
