package io.bagoftricks.engine.images.internal.natives;

import com.google.auto.service.AutoService;
import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.engine.internal.loader.WindowSums;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** Opens sums in C where the library was built for this platform. */
@AutoService(WindowSums.Provider.class)
public final class NativeSumsProvider implements WindowSums.Provider {
  private static final Logger LOG = System.getLogger(NativeSumsProvider.class.getName());
  private static @Nullable Boolean loaded;

  /** For {@link java.util.ServiceLoader}. */
  public NativeSumsProvider() {}

  @Override
  public Optional<WindowSums> open() {
    return isLoaded() ? Optional.of(new NativeSums()) : Optional.empty();
  }

  private static synchronized boolean isLoaded() {
    Boolean known = loaded;
    if (known == null) {
      known = load();
      loaded = known;
    }
    return known;
  }

  /** Whether the processor has what the library was compiled for. */
  private static boolean hasVectors() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains(" sse4_2 ");
    } catch (IOException e) {
      return false; // no Linux
    }
  }

  private static boolean load() {
    URL resource = NativeSums.class.getResource(Loader.getPlatform() + "/libimages.so");
    if (resource == null || !hasVectors()) {
      return false;
    }
    try {
      System.load(NativeCache.open().unpack(resource).file().toString());
      return true;
    } catch (UnsatisfiedLinkError e) {
      // Another class loader of this process has it, for instance.
      LOG.log(Level.WARNING, "Images are resampled in Java, which takes longer: " + e.getMessage());
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + resource, e);
    }
  }
}
