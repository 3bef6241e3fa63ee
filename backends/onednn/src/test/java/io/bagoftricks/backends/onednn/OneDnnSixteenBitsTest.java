package io.bagoftricks.backends.onednn;

import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.backends.testkit.conformance.PrecisionConformance;

/** Kernels of 16 bits that multiply in 32, on processors too that multiply 16 faster. */
final class OneDnnSixteenBitsTest extends PrecisionConformance {
  @Override
  protected BackendProvider provider() {
    return new MultiplyingWide();
  }

  private static final class MultiplyingWide implements BackendProvider {
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
      return new OneDnnBackend(2, Tuning.wide(new Device(1), true));
    }
  }
}
