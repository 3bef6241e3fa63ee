package io.bagoftricks.engine.internal.train.memory;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Fills weights by their initializers, each parameter from draws of its own name. */
public final class WeightsInitializer {
  private WeightsInitializer() {}

  public static void initialize(Weights weights, Draws root) {
    weights.edit(
        editable -> {
          for (Parameter parameter : weights.network().parameters()) {
            float[] values = new float[Math.toIntExact(parameter.elements())];
            Draws draws = root.stream("initialize").stream(parameter.name());
            parameter.initializer().fill(values, parameter.shape(), draws);
            INDArray target = editable.parameter(parameter.name());
            try (INDArray source = Nd4j.createFromArray(values)) {
              target.assign(source.reshape(target.shape()));
            }
          }
        });
  }
}
