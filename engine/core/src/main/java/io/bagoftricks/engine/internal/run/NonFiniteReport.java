package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.train.NonFinite;
import java.util.List;

/**
 * {@code non-finite-UPDATE.json}: what was not finite, and in which batch.
 *
 * @param images of the batch, by their place in the training data; none where no batch is to blame
 */
record NonFiniteReport(NonFinite found, List<Integer> images) {
  /** Copies the list. */
  NonFiniteReport {
    images = List.copyOf(images);
  }
}
