package io.bagoftricks.api;

/**
 * Runs per micro-batch, on the logits of a training forward, before the loss is evaluated.
 *
 * @since 0.1
 */
public interface LossHook extends Trick {
  /** Changes targets, loss terms, their weights or the loss scale. */
  void onLoss(LossDraft loss);
}
