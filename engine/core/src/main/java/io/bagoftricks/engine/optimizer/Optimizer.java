package io.bagoftricks.engine.optimizer;

import io.bagoftricks.backends.spi.UpdateRule;

/** An optimizer that a recipe can name; a record whose components are the keys in the recipe. */
public sealed interface Optimizer permits AdamW, Nag, Sgd {
  /** The base rate, before any factor or schedule. */
  double learningRate();

  /** The base momentum; 0 where the formula has none. */
  double momentum();

  /** Whether the formula has a momentum that a schedule can move. */
  default boolean hasMomentum() {
    return true;
  }

  /** The weight decay, before any factor. */
  double weightDecay();

  /** The formula. */
  UpdateRule rule();
}
