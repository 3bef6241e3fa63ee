package io.bagoftricks.product.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.backends.spi.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The formula of golden files: SplitMix64's finalizer of a stream and an index, in [-1, 1). */
final class Fill {
  private Fill() {}

  static double of(long stream, long index) {
    long z = (stream << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }

  /**
   * Fills weights.
   *
   * @param parameters each with name, scale and offset; the position is the stream
   */
  static void parameters(JsonNode parameters, Weights weights) {
    weights.edit(
        editable -> {
          for (int p = 0; p < parameters.size(); p++) {
            JsonNode parameter = parameters.get(p);
            double scale = parameter.get("scale").asDouble();
            double offset = parameter.get("offset").asDouble();
            INDArray target = editable.parameter(parameter.get("name").asText());
            double[] values = new double[Math.toIntExact(target.length())];
            for (int i = 0; i < values.length; i++) {
              values[i] = offset + scale * of(p, i);
            }
            target.assign(Nd4j.createFromArray(values).reshape(target.shape()));
          }
        });
  }
}
