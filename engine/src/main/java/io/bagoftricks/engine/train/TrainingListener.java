package io.bagoftricks.engine.train;

/** Is told how training goes, on the training thread. */
public interface TrainingListener {
  /** After an update. */
  default void onUpdate(UpdateReport update) {}

  /** After an epoch and its evaluation. */
  default void onEpoch(EpochReport epoch) {}

  /** Somebody should know, but training goes on. */
  default void onWarning(String message) {}
}
