package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.testkit.FakeDeviceProvider;

/** The reference behind a wall computes as it does without. */
final class FakeDeviceConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new FakeDeviceProvider();
  }

  @Override
  protected int randomNetworks() {
    return Math.min(20, super.randomNetworks());
  }

  @Override
  protected int randomConvolutions() {
    return Math.min(20, super.randomConvolutions());
  }
}
