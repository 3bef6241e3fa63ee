package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs per micro-batch, on the logits of a training forward, before the loss is evaluated.
 *
 * @since 0.1
 */
@ConsumerType
public interface LossHook extends Trick {
  /**
   * Changes targets, loss terms, their weights or the loss scale.
   *
   * @param loss of one micro-batch
   */
  void onLoss(LossDraft loss);
}
