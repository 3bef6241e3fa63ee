package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.backends.testkit.conformance.PrecisionConformance;

/** Kernels of 16 bits, on processors too on which runs do without them. */
final class OneDnnSixteenBitsTest extends PrecisionConformance {
  @Override
  protected BackendProvider provider() {
    return new StoringAsAsked();
  }

  private static final class StoringAsAsked implements BackendProvider {
    private final BackendProvider usual = new OneDnnBackendProvider();

    @Override
    public String id() {
      return usual.id();
    }

    @Override
    public int preference() {
      return usual.preference();
    }

    @Override
    public Backend open() {
      NativeCache.open();
      return new OneDnnBackend(2, Tuning.of(Precision.BFLOAT16, new Device(1)));
    }
  }
}
