package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.LocalParameters;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a layer's backward pass reads the gradient of its output and writes all the others. */
final class Gradients {
  private final INDArray output;
  private final List<INDArray> inputs;
  private final LocalParameters<INDArray> parameters;

  Gradients(INDArray output, List<INDArray> inputs, LocalParameters<INDArray> parameters) {
    this.output = output;
    this.inputs = List.copyOf(inputs);
    this.parameters = parameters;
  }

  /** The gradient of the loss with respect to the output. Not to be written. */
  INDArray output() {
    return output;
  }

  /** Where the gradient of an input goes. Holds anything before. */
  INDArray input(int index) {
    return inputs.get(index);
  }

  /** Where the gradients of all inputs go. */
  List<INDArray> inputs() {
    return inputs;
  }

  /** Where the gradients of parameters go. They hold anything before. */
  LocalParameters<INDArray> parameters() {
    return parameters;
  }
}
