package io.bagoftricks.engine.internal.metric;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Losses;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The cross-entropy of {@link Losses#crossEntropy} as a term of the loss. */
public final class CrossEntropy implements LossTerm {
  @Override
  public double evaluate(INDArray logits, INDArray targets, INDArray gradient) {
    return Losses.crossEntropy(logits, targets, gradient);
  }

  @Override
  public Optional<double[]> perExample(INDArray logits, INDArray targets) {
    return Optional.of(Losses.crossEntropies(logits, targets));
  }
}
