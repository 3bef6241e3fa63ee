package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import java.util.Set;

/**
 * The shape of a run through a network.
 *
 * @param batch examples at a time
 * @param input the shape of one example
 * @param phase training or evaluation
 * @param precision how activations are stored
 * @param taps layers whose outputs are kept for {@link Plan#tap}; every one costs memory, and no
 *     operation is fused across it
 * @param frozen parameters of the network, by name, whose gradients nobody reads: a backward pass
 *     may leave them out, and with them all that lies below the lowest of the others
 */
public record PlanSpec(
    int batch,
    Shape input,
    Phase phase,
    Precision precision,
    Set<String> taps,
    Set<String> frozen) {
  /**
   * Checks the batch and copies the sets.
   *
   * @param batch at least 1
   * @param input the shape of one example
   * @param phase training or evaluation
   * @param precision how activations are stored
   * @param taps copied; names of layers
   * @param frozen copied; names of parameters
   */
  public PlanSpec {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch has at least one example: " + batch);
    }
    taps = Set.copyOf(taps);
    frozen = Set.copyOf(frozen);
  }

  /**
   * With the gradients of all parameters.
   *
   * @param batch at least 1
   * @param input the shape of one example
   * @param phase training or evaluation
   * @param precision how activations are stored
   * @param taps copied; names of layers
   */
  public PlanSpec(int batch, Shape input, Phase phase, Precision precision, Set<String> taps) {
    this(batch, input, phase, precision, taps, Set.of());
  }

  /**
   * Without taps.
   *
   * @param batch at least 1
   * @param input the shape of one example
   * @param phase training or evaluation
   * @param precision how activations are stored
   */
  public PlanSpec(int batch, Shape input, Phase phase, Precision precision) {
    this(batch, input, phase, precision, Set.of());
  }

  /**
   * {@return the same with another batch}
   *
   * @param newBatch examples at a time, at least 1
   */
  public PlanSpec withBatch(int newBatch) {
    return new PlanSpec(newBatch, input, phase, precision, taps, frozen);
  }
}
