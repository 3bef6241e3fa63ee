package io.bagoftricks.backends.onednn;

import com.google.auto.service.AutoService;
import io.bagoftricks.backends.onednn.internal.natives.LevelSetting;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.natives.ComputingThreads;
import io.bagoftricks.backends.spi.natives.NativeCache;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Opens oneDNN where its natives and ND4J's CPU natives load. */
@AutoService(BackendProvider.class)
public final class OneDnnBackendProvider implements BackendProvider {
  private static final String CPU = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";

  @Override
  public String id() {
    return OneDnnBackend.ID;
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public Backend open() throws BackendUnavailableException {
    int threads = ComputingThreads.of(System.getenv());
    LevelSetting.check(System.getenv());
    NativeCache cache = NativeCache.open();
    try {
      requireArraysOnTheCpu();
      return new OneDnnBackend(threads);
    } catch (RuntimeException | LinkageError e) {
      throw new BackendUnavailableException(
          "oneDNN or ND4J's CPU natives do not load (%s). They need 64-bit Linux on x86 with glibc 2.34 or newer (not musl), and about 0.5 GB of room in the cache of native libraries, %s, which TRICKS_CACHE can name."
              .formatted(reason(e), cache.folder()),
          e);
    }
  }

  private static void requireArraysOnTheCpu() throws BackendUnavailableException {
    try (INDArray one = Nd4j.ones(1)) {
      String nd4j = Nd4j.getBackend().getClass().getName();
      if (!nd4j.equals(CPU) || one.isEmpty()) {
        throw new BackendUnavailableException(
            "it shares memory with ND4J arrays, but these are not on the CPU (%s). Build without -Dcuda to use it."
                .formatted(nd4j),
            null);
      }
    }
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName()
        + (root.getMessage() == null ? "" : ": " + root.getMessage());
  }
}
