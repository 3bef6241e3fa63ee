package io.bagoftricks.api.network;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code y = W x + b} on vectors.
 *
 * @param outFeatures the length of y
 * @param bias whether b exists
 * @param initializer what fills W, of shape [out, in]
 * @since 0.1
 */
public record Linear(int outFeatures, boolean bias, Initializer initializer) implements Layer {
  /**
   * Checks the features.
   *
   * @param outFeatures the length of y, at least 1
   * @param bias whether b exists
   * @param initializer fills W, of shape [out, in]
   */
  public Linear {
    if (outFeatures < 1) {
      throw new IllegalArgumentException("A linear layer has outputs: " + outFeatures);
    }
  }

  /**
   * With bias, Xavier initialized.
   *
   * @param outFeatures the length of y, at least 1
   * @return a layer with these settings
   */
  public static Linear of(int outFeatures) {
    return new Linear(outFeatures, true, new XavierUniform());
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    if (in.height() != 1 || in.width() != 1) {
      throw new IllegalArgumentException("A linear layer takes a vector, not " + in);
    }
    return Shape.vector(outFeatures);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    List<Integer> shape = List.of(outFeatures, inputs.get(0).channels());
    parameters.add(new Parameter("weight", Role.WEIGHT, shape, initializer));
    if (bias) {
      parameters.add(new Parameter("bias", Role.BIAS, List.of(outFeatures), Constant.ZERO));
    }
    return parameters;
  }
}
