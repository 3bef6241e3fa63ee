package io.bagoftricks.engine.plan.internal.order;

import java.util.Optional;

/** Tries whether the order of two setup tricks matters on this recipe's network. */
@FunctionalInterface
public interface Commutation {
  /**
   * The difference between the results of the two orders, in words; empty where they give the same
   * network.
   */
  Optional<String> difference(TrickInstance one, TrickInstance other);
}
