package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Phase;

/**
 * The context that all layers of a plan share.
 *
 * @param phase training or evaluation
 * @param precision how activations are stored
 * @param arena the plan's memory
 * @param weights whose parameters and running statistics are used
 * @param statistics what batch norms measured in the current forward
 */
public record PlanContext(
    Phase phase,
    Precision precision,
    Arena arena,
    Nd4jWeights weights,
    BatchStatistics statistics) {
  /** Whether backward may follow a forward. */
  boolean training() {
    return phase == Phase.TRAINING;
  }
}
