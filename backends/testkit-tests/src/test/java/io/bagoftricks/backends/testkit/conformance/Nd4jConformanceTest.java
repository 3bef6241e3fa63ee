package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.BackendProvider;

/**
 * The reference itself: definitions of layers hold it, and random networks its 32 bits to its 64.
 */
final class Nd4jConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new Nd4jBackendProvider();
  }

  @Override
  protected int randomNetworks() {
    return Math.min(20, super.randomNetworks());
  }
}
