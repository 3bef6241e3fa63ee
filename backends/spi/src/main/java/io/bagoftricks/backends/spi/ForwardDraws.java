package io.bagoftricks.backends.spi;

import io.bagoftricks.api.random.Draws;

/**
 * The draws of the layers of a network in one forward pass.
 *
 * @param pass keyed by the forward pass
 * @param step keyed by the step, the same for all its micro-batches
 * @param first the place of the pass' first example in the batch of the step
 */
public record ForwardDraws(Draws pass, Draws step, int first) {
  /**
   * {@return the draws of a pass that is a step of its own}
   *
   * @param pass keyed by the forward pass
   */
  public static ForwardDraws of(Draws pass) {
    return new ForwardDraws(pass, pass, 0);
  }

  /**
   * {@return the draws of a micro-batch}
   *
   * @param step keyed by the step
   * @param first the place of its first example in the batch of the step
   */
  public static ForwardDraws of(Draws step, int first) {
    return new ForwardDraws(step.stream(first), step, first);
  }

  /** {@return the draws of one layer, by its name} */
  ForwardDraws ofLayer(String name) {
    return new ForwardDraws(pass.stream(name), step.stream(name), first);
  }
}
