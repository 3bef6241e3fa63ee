package com.example.simpleswish;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x sigmoid(beta x)}, element by element. What a pass hands out belongs to the engine; what
 * the layer makes itself, it closes.
 *
 * @param beta positive
 */
record SwishLayer(double beta) implements CustomLayer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public void forward(Forward pass) {
    try (INDArray values = values(pass.input(0))) {
      pass.output().assign(values);
    }
  }

  @Override
  public void backward(Backward pass) {
    try (INDArray slopes = slopes(pass.input(0))) {
      pass.inputGradient(0).assign(slopes.muli(pass.outputGradient()));
    }
  }

  /** The layer's values, in a new array. */
  INDArray values(INDArray x) {
    return sigmoid(x).muli(x);
  }

  /** Its derivatives, {@code s (1 + beta x (1 - s))} with {@code s = sigmoid(beta x)}. */
  INDArray slopes(INDArray x) {
    INDArray slopes = sigmoid(x);
    try (INDArray rest = slopes.rsub(1)) {
      return slopes.muli(rest.muli(x).muli(beta).addi(1));
    }
  }

  private INDArray sigmoid(INDArray x) {
    return Transforms.sigmoid(x.mul(beta), false); // in place, in the new array
  }
}
