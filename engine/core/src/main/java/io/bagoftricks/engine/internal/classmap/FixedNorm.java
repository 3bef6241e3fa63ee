package io.bagoftricks.engine.internal.classmap;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code y = scale x + shift} by channel: a batch norm as evaluation computes it, which in a
 * training pass would normalize by its batch.
 */
record FixedNorm() implements CustomLayer {
  static final String SCALE = "scale";
  static final String SHIFT = "shift";
  private static final int[] ALL_BUT_CHANNELS = {0, 2, 3};

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Integer> channels = List.of(inputs.get(0).channels());
    return List.of(
        new Parameter(SCALE, Role.GAMMA, channels, Constant.ONE),
        new Parameter(SHIFT, Role.BETA, channels, Constant.ZERO));
  }

  @Override
  public void forward(Forward pass) {
    INDArray scale = byChannel(pass.parameter(SCALE));
    pass.output().assign(pass.input(0));
    pass.output().muli(scale).addi(byChannel(pass.parameter(SHIFT)));
  }

  @Override
  public void backward(Backward pass) {
    INDArray gradient = pass.outputGradient();
    pass.inputGradient(0).assign(gradient);
    pass.inputGradient(0).muli(byChannel(pass.parameter(SCALE)));
    pass.parameterGradient(SHIFT).assign(gradient.sum(ALL_BUT_CHANNELS));
    pass.parameterGradient(SCALE).assign(gradient.mul(pass.input(0)).sum(ALL_BUT_CHANNELS));
  }

  private static INDArray byChannel(INDArray values) {
    return values.reshape(1, values.length(), 1, 1);
  }
}
