package io.bagoftricks.engine.weights;

/** Which of a run's weights are meant. */
public enum WeightsChoice {
  /** As the last evaluation of the run had them: those that the run has kept. */
  EVALUATED,
  /** As the last checkpoint's updates left them, whatever tricks would evaluate. */
  RAW,
  /** The average of the last checkpoint that a trick has chosen for evaluation. */
  EMA,
  /** Of the checkpoint with the best evaluation, as it was evaluated. */
  BEST,
  /** Of the last checkpoint, as it was evaluated. */
  LAST
}
