package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts out its parameter, for every example the same. So a layer behind it gets exact numbers, and
 * the parameter's gradient is that of the layer's input.
 */
record Source() implements CustomLayer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    Shape shape = inputs.get(0);
    return List.of(
        new Parameter(
            "values",
            Role.WEIGHT,
            List.of(shape.channels(), shape.height(), shape.width()),
            Constant.ZERO));
  }

  @Override
  public void forward(Forward pass) {
    INDArray values = pass.parameter("values");
    pass.output().assign(0).addi(values.reshape(1, values.size(0), values.size(1), values.size(2)));
  }

  @Override
  public void backward(Backward pass) {
    pass.parameterGradient("values").addi(pass.outputGradient().sum(0));
  }
}
