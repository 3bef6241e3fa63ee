package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A backend and what it is held to.
 *
 * @param backend the one that is tested
 * @param reference computes in 64 bits what is right
 */
record Tested(Backend backend, Backend reference) {
  /**
   * Opens a backend, and the reference beside it.
   *
   * @throws IllegalStateException if one does not run here, with its reason
   */
  static Tested open(BackendProvider provider) {
    Backend reference = openOne(new Nd4jBackendProvider());
    return new Tested(
        provider instanceof Nd4jBackendProvider ? reference : openOne(provider), reference);
  }

  private static Backend openOne(BackendProvider provider) {
    try {
      return provider.open();
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException("Backend '" + provider.id() + "' does not run here", e);
    }
  }

  /** The backend in each of its precisions of at least 32 bits. */
  Stream<Subject> exact() {
    return subjects(EnumSet.of(Precision.FLOAT, Precision.DOUBLE));
  }

  /** The backend in each of its precisions of 16 bits, in which it may store in more. */
  Stream<Subject> sixteenBits() {
    return subjects(EnumSet.of(Precision.BFLOAT16, Precision.FLOAT16));
  }

  /** The backend in each of its precisions that it stores in 16 bits on this machine. */
  Stream<Subject> rounding() {
    return sixteenBits().filter(subject -> subject.stored() == subject.precision());
  }

  /** The reference in 64 bits. */
  Subject exactReference() {
    return new Subject(reference, Precision.DOUBLE);
  }

  private Stream<Subject> subjects(Set<Precision> wanted) {
    return backend.precisions().stream()
        .filter(wanted::contains)
        .sorted()
        .map(precision -> new Subject(backend, precision));
  }
}
