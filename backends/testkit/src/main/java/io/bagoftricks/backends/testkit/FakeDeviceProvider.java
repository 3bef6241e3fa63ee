package io.bagoftricks.backends.testkit;

import com.google.auto.service.AutoService;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;

/** Opens {@link FakeDevice}. It is never the default. */
@AutoService(BackendProvider.class)
public final class FakeDeviceProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public FakeDeviceProvider() {}

  @Override
  public String id() {
    return FakeDevice.ID;
  }

  @Override
  public int preference() {
    return Integer.MIN_VALUE;
  }

  @Override
  public Backend open() throws BackendUnavailableException {
    return new FakeDevice(new Nd4jBackendProvider().open());
  }
}
