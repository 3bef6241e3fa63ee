package io.bagoftricks.tricks.optim.ema;

import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.random.Draws;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Keeps which weights are to be evaluated. */
final class RecordingEvaluation implements Evaluation {
  private @Nullable INDArray weights;
  private @Nullable INDArray statistics;

  boolean replaced() {
    return weights != null;
  }

  double[] weights() {
    return Objects.requireNonNull(weights).toDoubleVector();
  }

  double[] statistics() {
    return Objects.requireNonNull(statistics).toDoubleVector();
  }

  @Override
  public void useWeights(INDArray newWeights, INDArray newStatistics) {
    weights = newWeights;
    statistics = newStatistics;
  }

  @Override
  public void addView(UnaryOperator<INDArray> view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void prepare(Consumer<Sample> how) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Moment moment() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Draws draws() {
    throw new UnsupportedOperationException();
  }
}
