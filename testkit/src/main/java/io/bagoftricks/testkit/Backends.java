package io.bagoftricks.testkit;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.backend.BackendRegistry;
import java.util.Optional;

/** The backends that tricks are tried on; each is opened once in a process. */
final class Backends {
  /** The exact reference. */
  static final Backend REFERENCE = open("nd4j");

  /** Its memory is not the host's. */
  static final Backend DEVICE = open(FakeDevice.ID);

  private Backends() {}

  private static Backend open(String id) {
    try {
      return BackendRegistry.of(Backends.class.getClassLoader())
          .open(Optional.of(id), message -> {});
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }
}
