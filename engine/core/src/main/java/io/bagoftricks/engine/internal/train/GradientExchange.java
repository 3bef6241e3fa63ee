package io.bagoftricks.engine.internal.train;

import io.bagoftricks.backends.spi.Weights;

/**
 * Stands between the last backward of a step and {@code onStep}: where data-parallel training
 * averages gradients over its members.
 */
@FunctionalInterface
public interface GradientExchange {
  /** Replaces the gradients by their mean over all members. */
  void exchange(Weights weights);

  /** One process alone: the gradients stay as they are. */
  static GradientExchange alone() {
    return weights -> {};
  }
}
