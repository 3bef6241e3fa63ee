package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The examples of one step: the whole effective batch.
 *
 * @since 0.1
 */
@ProviderType
public interface Batch extends HookContext, Examples {
  /** {@return number of examples} */
  int size();

  /** {@return which image of the training data each example is, [size], from 0} A copy. */
  long[] indices();

  /** {@return the inputs, shape [batch, channels, height, width], to be changed in place} */
  INDArray editInputs();

  /**
   * {@return the targets, shape [batch, classes], to be changed in place; rows must stay
   * distributions}
   */
  INDArray editTargets();

  /**
   * {@return a copy of the batch in another order, as it is now}
   *
   * @param order for each row the row it is taken from
   */
  Examples reordered(int[] order);
}
