package io.bagoftricks.engine.internal.train;

import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.OptionalDouble;

/** The share of zeros among the gradients of activations of one step. */
final class ZeroShare implements ZeroCounter {
  private long zeros;
  private long values;

  @Override
  public void stored(long zeroValues, long allValues) {
    zeros += zeroValues;
    values += allValues;
  }

  /** Empty where nothing was counted. */
  OptionalDouble share() {
    return values == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) zeros / values);
  }
}
