package io.bagoftricks.engine.internal.train.memory;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.train.TrainingException;
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
            fill(parameter, values, draws);
            INDArray target = editable.parameter(parameter.name());
            try (INDArray source = Nd4j.createFromArray(values)) {
              target.assign(source.reshape(target.shape()));
            }
          }
        });
  }

  private static void fill(Parameter parameter, float[] values, Draws draws) {
    try {
      parameter.initializer().fill(values, parameter.shape(), draws);
    } catch (RuntimeException e) {
      throw new TrainingException(words(parameter, FailureWords.of(e)), e);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new TrainingException(words(parameter, "it gave " + value));
      }
    }
  }

  private static String words(Parameter parameter, String why) {
    return "The parameter '%s' of the shape %s cannot be filled by %s: %s. A trick or the model gave it this initializer; it is for other parameters, or has an error."
        .formatted(parameter.name(), parameter.shape(), parameter.initializer(), why);
  }
}
