package io.bagoftricks.recipes.conformance;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.testkit.FakeDevice;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/** The backends on the class path, each opened once. One that does not run here is a failure. */
final class TestBackends {
  private static final String REFERENCE = "nd4j";
  private static final List<Backend> ON_PATH =
      ServiceLoader.load(BackendProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .map(TestBackends::open)
          .toList();

  /** Without the fake device, which computes with the reference. */
  private static final List<Backend> ALL =
      ON_PATH.stream().filter(backend -> !backend.id().equals(FakeDevice.ID)).toList();

  private TestBackends() {}

  /** The backend that the others are held to. */
  static Backend reference() {
    return ALL.stream().filter(backend -> backend.id().equals(REFERENCE)).findFirst().orElseThrow();
  }

  /** All but the reference; the reference if it is alone. */
  static List<Backend> underTest() {
    List<Backend> others = ALL.stream().filter(backend -> !backend.id().equals(REFERENCE)).toList();
    return others.isEmpty() ? List.of(reference()) : others;
  }

  /** Every backend in each of its precisions of at least 32 bits. */
  static Stream<Subject> exact() {
    return subjects(ALL, EnumSet.of(Precision.FLOAT, Precision.DOUBLE));
  }

  /** The same, and the fake device: for what weights promise. */
  static Stream<Subject> exactAndDevice() {
    return subjects(ON_PATH, EnumSet.of(Precision.FLOAT, Precision.DOUBLE));
  }

  /** Every backend in each of its precisions of 16 bits. */
  static Stream<Subject> rounding() {
    return subjects(ALL, EnumSet.of(Precision.BFLOAT16, Precision.FLOAT16));
  }

  private static Stream<Subject> subjects(List<Backend> backends, Set<Precision> wanted) {
    return backends.stream()
        .flatMap(
            backend ->
                backend.precisions().stream()
                    .filter(wanted::contains)
                    .sorted()
                    .map(precision -> new Subject(backend, precision)));
  }

  private static Backend open(BackendProvider provider) {
    try {
      return provider.open();
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException("Backend '" + provider.id() + "' does not run here", e);
    }
  }
}
