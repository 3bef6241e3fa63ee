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
   * {@return the logits of the network on the inputs as they are now, shape [batch, classes]; valid
   * until the hook returns} A forward in evaluation mode, in micro-batches: it moves no running
   * statistics and keeps nothing for a backward pass. Each call computes them anew. Not to be
   * written or closed.
   */
  INDArray logits();

  /**
   * Leaves out all other examples: from here on the step is one of this smaller batch, in forward,
   * backward, loss and metrics. Edits inputs and targets. {@link #size}, {@link #indices} and the
   * arrays are asked for anew afterwards. Backends plan each size of a batch once and keep the
   * plan: the same number in every step is fastest.
   *
   * @param rows of the examples that stay, shape [kept], at least one, ascending
   * @throws IllegalArgumentException if they are not rows of the batch in ascending order
   */
  void keep(int[] rows);

  /**
   * {@return a copy of the batch in another order, as it is now}
   *
   * @param order for each row the row it is taken from
   */
  Examples reordered(int[] order);
}
