package io.bagoftricks.engine.internal.classmap;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.List;

/**
 * {@code y = x + shift} with a shift for each value of one example, which is zero: its gradient is
 * that of the activations, which backends give to no one. For a batch of one.
 */
record ShiftedActivations() implements CustomLayer {
  static final String SHIFT = "shift";

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    Shape of = inputs.get(0);
    return List.of(
        new Parameter(
            SHIFT, Role.BIAS, List.of(of.channels(), of.height(), of.width()), Constant.ZERO));
  }

  @Override
  public void forward(Forward pass) {
    pass.output().assign(pass.input(0));
    pass.output().addi(pass.parameter(SHIFT).reshape(pass.output().shape()));
  }

  @Override
  public void backward(Backward pass) {
    pass.inputGradient(0).assign(pass.outputGradient());
    pass.parameterGradient(SHIFT)
        .assign(pass.outputGradient().reshape(pass.parameter(SHIFT).shape()));
  }
}
