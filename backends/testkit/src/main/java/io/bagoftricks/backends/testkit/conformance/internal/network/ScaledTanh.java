package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A plugin's layer: {@code y = n * scale * tanh(x)}, one scale per channel, n drawn from {1, 2}
 * when training. Backward needs what forward kept. It computes in 32 bits or more whatever type it
 * is given, so that its error is that of rounding its output and gradient once.
 *
 * @param inStoredPrecision whether it is given arrays of the type that activations are stored in
 */
record ScaledTanh(boolean inStoredPrecision) implements CustomLayer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return List.of(
        new Parameter("scale", Role.GAMMA, List.of(inputs.get(0).channels()), Constant.ONE));
  }

  @Override
  public void forward(Forward pass) {
    double n = pass.training() ? 1 + pass.draws().below(2) : 1;
    INDArray tanh = Transforms.tanh(wide(pass.input(0)), true);
    pass.keep("tanh", tanh);
    pass.keep("n", Nd4j.createFromArray(n));
    pass.output().assign(tanh.mul(n).muli(perChannel(pass.parameter("scale"))));
  }

  @Override
  public void backward(Backward pass) {
    INDArray tanh = pass.kept("tanh");
    INDArray gradient = wide(pass.outputGradient()).mul(pass.kept("n").getDouble(0));
    pass.parameterGradient("scale").addi(gradient.mul(tanh).sum(0, 2, 3));
    INDArray slope = tanh.mul(tanh).rsubi(1);
    pass.inputGradient(0).assign(slope.muli(gradient).muli(perChannel(pass.parameter("scale"))));
  }

  private INDArray wide(INDArray array) {
    boolean sixteenBits =
        array.dataType() == DataType.BFLOAT16 || array.dataType() == DataType.FLOAT16;
    if (sixteenBits && !inStoredPrecision) {
      throw new IllegalStateException("The layer was given " + array.dataType());
    }
    return sixteenBits ? array.castTo(DataType.FLOAT) : array;
  }

  private static INDArray perChannel(INDArray vector) {
    return vector.reshape(1, vector.length(), 1, 1);
  }
}
