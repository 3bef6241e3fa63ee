package io.bagoftricks.engine.train;

import io.bagoftricks.api.LossTerm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The cross-entropy between targets and the softmax of the logits: {@code -sum(t log softmax(z))},
 * averaged over the examples. Its gradient is {@code (softmax(z) sum(t) - t) / batch}.
 */
public final class CrossEntropy implements LossTerm {
  @Override
  public double evaluate(INDArray logits, INDArray targets, INDArray gradient) {
    long batch = logits.size(0);
    try (INDArray logProbabilities = logProbabilities(logits);
        INDArray weighted = targets.mul(logProbabilities);
        INDArray mass = targets.sum(true, 1)) {
      double value = -weighted.sumNumber().doubleValue() / batch;
      gradient.assign(logProbabilities);
      Transforms.exp(gradient, false);
      gradient.muliColumnVector(mass).subi(targets).divi(batch);
      return value;
    }
  }

  private static INDArray logProbabilities(INDArray logits) {
    INDArray result = Nd4j.createUninitialized(logits.dataType(), logits.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("log_softmax")
            .addInputs(logits)
            .addOutputs(result)
            .addIntegerArguments(1)
            .build());
    return result;
  }
}
