package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The examples of one update: the whole effective batch.
 *
 * @since 0.1
 */
@ProviderType
public interface Batch extends HookContext, Examples {
  /** Number of examples. */
  int size();

  /** The inputs, to be changed in place. */
  INDArray editInputs();

  /** The targets, to be changed in place; rows must stay distributions. */
  INDArray editTargets();

  /**
   * A copy of the batch in another order, as it is now.
   *
   * @param order for each row the row it is taken from
   */
  Examples reordered(int[] order);
}
