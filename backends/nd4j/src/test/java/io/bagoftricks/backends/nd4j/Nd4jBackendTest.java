package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** How the backend is found and opened, and what it refuses. */
final class Nd4jBackendTest {
  private final Network network = TestNetwork.of(3, 8, 8).add("conv", Conv2d.of(2, 3, 1)).build();

  @Test
  void isFoundAndSaysWhatItRunsOn() throws BackendUnavailableException {
    BackendProvider provider = ServiceLoader.load(BackendProvider.class).iterator().next();
    assertThat(provider.id()).isEqualTo("nd4j");
    Backend backend = provider.open();
    assertThat(backend.id()).isEqualTo("nd4j");
    assertThat(backend.description())
        .matches("ND4J 1\\.0\\.0-M2\\.1, native CPU, linux-x86_64-onednn-avx\\d+, \\d+ threads");
  }

  @Test
  void saysWhichArtifactFailedAndWhy() {
    Throwable failure =
        new ExceptionInInitializerError(
            new RuntimeException(new UnsatisfiedLinkError("libgomp.so.1: not found")));
    assertThat(Nd4jArtifact.describeFailure(failure, Path.of("cache")))
        .contains("nd4j-native")
        .contains("libgomp.so.1: not found")
        .contains("glibc");
  }

  @Test
  void hasEveryPrecision() {
    assertThat(TestBackend.open().precisions()).containsExactly(Precision.values());
  }

  @Test
  void refusesAPlanOfAnotherTypeThanTheMasters() {
    try (Weights single = TestBackend.weights(network, Precision.FLOAT);
        Weights twice = TestBackend.weights(network, Precision.DOUBLE)) {
      assertRefused(twice, network.input(), Precision.FLOAT, "FLOAT");
      assertRefused(single, network.input(), Precision.DOUBLE, "DOUBLE");
    }
  }

  @Test
  void refusesAnInputTheNetworkWasNotBuiltFor() {
    try (Weights weights = TestBackend.weights(network, Precision.FLOAT)) {
      assertRefused(weights, new Shape(1, 8, 8), Precision.FLOAT, "conv");
    }
  }

  private static void assertRefused(
      Weights weights, Shape input, Precision precision, String reason) {
    PlanSpec spec = new PlanSpec(1, input, Phase.EVALUATION, precision);
    assertThatThrownBy(() -> TestBackend.open().plan(weights, spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
