package io.bagoftricks.backends.onednn;

import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.testkit.conformance.BackendConformance;

/** All that a backend must do. */
final class OneDnnConformanceTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new OneDnnBackendProvider();
  }
}
