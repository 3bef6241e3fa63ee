package io.bagoftricks.engine.images.internal.natives;

import com.google.auto.service.AutoService;
import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.engine.internal.loader.WindowSums;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** Opens sums in C where the library was built for this platform. */
@AutoService(WindowSums.Provider.class)
public final class NativeSumsProvider implements WindowSums.Provider {
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

  private static boolean load() {
    URL resource = NativeSums.class.getResource(Loader.getPlatform() + "/libimages.so");
    if (resource == null) {
      return false;
    }
    try {
      System.load(NativeCache.open().unpack(resource).file().toString());
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + resource, e);
    }
  }
}
