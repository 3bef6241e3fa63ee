package io.bagoftricks.engine.train;

import io.bagoftricks.engine.evaluation.Evaluated;
import java.util.List;

/** Is told how training goes, on the training thread. */
public interface TrainingListener {
  /** After a step. */
  default void onUpdate(UpdateReport update) {}

  /** After an epoch and its evaluation. */
  default void onEpoch(EpochReport epoch) {}

  /** After an evaluation on the validation split, before its epoch's report. */
  default void onEvaluated(Evaluated evaluated) {}

  /** After the evaluation on the test split, at the end of a run that validates on another. */
  default void onTested(Evaluated evaluated) {}

  /**
   * Faults of the data that are new, after an epoch and at the end.
   *
   * @param faults sentences, each of which names a file, as {@code Dataset.faults} has them
   */
  default void onFaults(List<String> faults) {}

  /** Somebody should know, but training goes on. */
  default void onWarning(String message) {}

  /** Tells another listener as well, after this one. */
  default TrainingListener and(TrainingListener next) {
    return new ListenerPair(this, next);
  }
}
