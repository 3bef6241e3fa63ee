package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plugin's layer in the network's precision or in 32 bits: {@code y = 3 x}, which is rounded once
 * either way. Its parameter counts the values of the output's gradient.
 */
public record Tripled(boolean inStoredPrecision, DataType expected) implements CustomLayer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return List.of(new Parameter("unused", Role.BIAS, List.of(1), Constant.ONE));
  }

  @Override
  public void forward(Forward pass) {
    requireType(pass.input(0), pass.output());
    pass.keep("input", pass.input(0));
    pass.output().assign(pass.input(0)).muli(3);
  }

  @Override
  public void backward(Backward pass) {
    requireType(pass.input(0), pass.outputGradient(), pass.inputGradient(0), pass.kept("input"));
    if (!pass.kept("input").equals(pass.input(0))) {
      throw new IllegalStateException("What was kept is not the input");
    }
    pass.inputGradient(0).assign(pass.outputGradient()).muli(3);
    pass.parameterGradient("unused").assign(pass.outputGradient().length());
  }

  private void requireType(INDArray... arrays) {
    for (INDArray array : arrays) {
      if (array.dataType() != expected) {
        throw new IllegalStateException(
            "The layer was given %s, not %s".formatted(array.dataType(), expected));
      }
    }
  }
}
