package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;

/**
 * The shape of a run through a network.
 *
 * @param batch examples at a time
 * @param input the shape of one example
 * @param phase training or evaluation
 * @param precision how activations are stored
 */
public record PlanSpec(int batch, Shape input, Phase phase, Precision precision) {
  /** Checks the batch. */
  public PlanSpec {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch has at least one example: " + batch);
    }
  }
}
