package io.bagoftricks.backends.nd4j;

import com.google.auto.service.AutoService;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.natives.ComputingThreads;
import io.bagoftricks.backends.spi.natives.NativeCache;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Opens ND4J on whichever of its own backends is on the path: native, or CUDA. */
@AutoService(BackendProvider.class)
public final class Nd4jBackendProvider implements BackendProvider {
  @Override
  public String id() {
    return Nd4jBackend.ID;
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public Backend open() throws BackendUnavailableException {
    ComputingThreads.of(System.getenv()); // ND4J's libraries read it too
    NativeCache cache = NativeCache.open();
    try {
      Nd4jArtifact.requireRuntime();
      // Loading alone does not show that kernels run: a GPU may be of the wrong generation.
      try (INDArray two = Nd4j.ones(2).addi(1)) {
        if (two.sumNumber().doubleValue() != 4) {
          throw new IllegalStateException("1 + 1 is not 2 on this device");
        }
      }
      return new Nd4jBackend(Nd4jArtifact.describeLoaded());
    } catch (RuntimeException | LinkageError e) {
      throw new BackendUnavailableException(Nd4jArtifact.describeFailure(e, cache.folder()), e);
    }
  }
}
