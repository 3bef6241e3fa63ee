package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The backend under test, and what tests feed it. */
final class TestBackend {
  static final Draws DRAWS = Draws.of(7);

  private TestBackend() {}

  static Backend open() {
    return new Nd4jBackend("under test");
  }

  static Weights weights(Network network, Precision precision) {
    return open().allocate(network, precision);
  }

  /** Weights filled with numbers between -1 and 1 that differ from parameter to parameter. */
  static Weights filled(Network network, Precision precision) {
    Weights weights = weights(network, precision);
    weights.edit(
        editable -> {
          for (Parameter parameter : network.parameters()) {
            INDArray array = editable.parameter(parameter.name());
            array.assign(uniform(parameter.name(), array.dataType(), array.shape()));
          }
        });
    return weights;
  }

  static Plan plan(Weights weights, int batch, Phase phase, String... taps) {
    return open()
        .plan(
            weights,
            new PlanSpec(
                batch, weights.network().input(), phase, precision(weights), Set.of(taps)));
  }

  static Precision precision(Weights weights) {
    return weights.masters().dataType() == DataType.DOUBLE ? Precision.DOUBLE : Precision.FLOAT;
  }

  /** Uniform in [-1, 1), the same for the same key. */
  static INDArray uniform(String key, DataType type, long... shape) {
    INDArray array = Nd4j.create(type, shape);
    Draws draws = Draws.of(11).stream(key);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, draws.uniform(-1, 1));
    }
    return array;
  }

  static INDArray doubles(long[] shape, double... values) {
    return Nd4j.createFromArray(values).reshape('c', shape);
  }
}
