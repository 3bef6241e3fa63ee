package io.bagoftricks.engine.train;

import io.bagoftricks.engine.evaluation.Evaluated;
import java.util.List;

/** Tells one listener, then another. */
record ListenerPair(TrainingListener first, TrainingListener then) implements TrainingListener {
  @Override
  public void onUpdate(UpdateReport update) {
    first.onUpdate(update);
    then.onUpdate(update);
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    first.onEpoch(epoch);
    then.onEpoch(epoch);
  }

  @Override
  public void onEvaluated(Evaluated evaluated) {
    first.onEvaluated(evaluated);
    then.onEvaluated(evaluated);
  }

  @Override
  public void onTested(Evaluated evaluated) {
    first.onTested(evaluated);
    then.onTested(evaluated);
  }

  @Override
  public void onFaults(List<String> faults) {
    first.onFaults(faults);
    then.onFaults(faults);
  }

  @Override
  public void onWarning(String message) {
    first.onWarning(message);
    then.onWarning(message);
  }
}
