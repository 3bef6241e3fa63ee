package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.WeightTransform;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A weight that is the square of the one that is trained. */
public record Squared() implements WeightTransform {
  @Override
  public void forward(INDArray raw, INDArray effective) {
    effective.assign(raw).muli(raw);
  }

  @Override
  public void backward(
      INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient) {
    rawGradient.assign(effectiveGradient).muli(raw).muli(2);
  }
}
