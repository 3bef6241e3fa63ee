package io.bagoftricks.backends.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Is told how many of the gradients that backward keeps are exactly zero: what underflows in 16
 * bits is among them.
 */
@FunctionalInterface
@ProviderType
public interface ZeroCounter {
  /**
   * A gradient of the loss with respect to a layer's output is complete, all its readers' parts
   * summed, and lies in memory as it is stored.
   *
   * @param zeros values that are 0 or -0; subnormal numbers are not zero
   * @param values all of them
   */
  void stored(long zeros, long values);
}
