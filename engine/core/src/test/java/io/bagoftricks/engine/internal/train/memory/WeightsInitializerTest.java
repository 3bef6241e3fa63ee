package io.bagoftricks.engine.internal.train.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.train.TrainingException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Initializers that tricks and models bring. */
final class WeightsInitializerTest {
  @Test
  void oneThatFailsOrFillsNoNumbersIsNamedWithItsParameter() {
    assertRefused(
        new XavierUniform(),
        "The parameter 'bn.weight' of the shape [3] cannot be filled by XavierUniform");
    assertRefused((values, shape, draws) -> values[1] = Float.NaN, "it gave NaN");
  }

  private static void assertRefused(Initializer initializer, String words) {
    Network network =
        new Network(
            new Shape(3, 4, 4),
            List.of(
                new Network.Vertex(
                    "bn",
                    BatchNorm2d.defaults(),
                    List.of(Network.INPUT),
                    List.of(
                        new Parameter("bn.weight", Role.GAMMA, List.of(3), initializer),
                        new Parameter("bn.bias", Role.BETA, List.of(3), Constant.ZERO)))));
    assertThatThrownBy(
            () -> {
              try (Weights weights = allocated(network)) {
                WeightsInitializer.initialize(weights, Draws.of(1));
              }
            })
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(words);
  }

  private static Weights allocated(Network network) throws BackendUnavailableException {
    return new Nd4jBackendProvider().open().allocate(network, Precision.FLOAT);
  }
}
