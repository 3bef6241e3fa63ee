package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs per step on the training thread, on the whole effective batch, after normalization.
 *
 * @since 0.1
 */
@ConsumerType
public interface BatchHook extends Trick {
  /**
   * Changes inputs and target distributions.
   *
   * @param batch all examples of one step, before they are cut into micro-batches
   */
  void onBatch(Batch batch);
}
