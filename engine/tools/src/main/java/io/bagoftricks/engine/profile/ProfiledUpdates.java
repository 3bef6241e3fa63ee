package io.bagoftricks.engine.profile;

import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.List;

/** Profiles some steps of a run, and what happens between them, and passes all reports on. */
public final class ProfiledUpdates implements TrainingListener {
  private final TrainingRun run;
  private final StepProfiler profiler;
  private final UpdateRange range;
  private final TrainingListener next;
  private long last;

  private ProfiledUpdates(
      TrainingRun run, StepProfiler profiler, UpdateRange range, TrainingListener next) {
    this.run = run;
    this.profiler = profiler;
    this.range = range;
    this.next = next;
  }

  /**
   * A listener for a run that is about to begin or to go on. Of a range whose first steps are done,
   * the others are profiled.
   *
   * @param next receives all reports
   */
  public static ProfiledUpdates of(
      TrainingRun run, StepProfiler profiler, UpdateRange range, TrainingListener next) {
    ProfiledUpdates updates = new ProfiledUpdates(run, profiler, range, next);
    long done = run.progress().updates();
    if (done >= range.first() - 1 && done < range.last()) {
      run.profile(profiler);
    }
    return updates;
  }

  @Override
  public void onUpdate(UpdateReport update) {
    after(update.moment().step() + 1);
    next.onUpdate(update);
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    next.onEpoch(epoch);
  }

  @Override
  public void onEvaluated(Evaluated evaluated) {
    next.onEvaluated(evaluated);
  }

  @Override
  public void onTested(Evaluated evaluated) {
    next.onTested(evaluated);
  }

  @Override
  public void onFaults(List<String> faults) {
    next.onFaults(faults);
  }

  @Override
  public void onWarning(String message) {
    next.onWarning(message);
  }

  /** The last step that was profiled, counted from 1; 0 before there is one. */
  public long last() {
    return last;
  }

  private void after(long done) {
    if (done >= range.first() && done <= range.last()) {
      last = done;
    }
    if (done == range.first() - 1) {
      run.profile(profiler);
    }
    if (done == range.last()) {
      run.profile(null);
    }
  }
}
