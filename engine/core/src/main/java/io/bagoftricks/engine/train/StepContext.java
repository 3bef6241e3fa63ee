package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.Weights;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One update before it happens. */
final class StepContext extends CallContext implements Step {
  private final Weights weights;
  private final double scheduledRate;
  private final Consumer<Consumer<INDArray>> recomputation;
  private final @Nullable Metrics lastEvaluation;
  private double rateFactor = 1;
  private @Nullable String skipReason;

  StepContext(
      Moment moment,
      Weights weights,
      double scheduledRate,
      Consumer<Consumer<INDArray>> recomputation,
      @Nullable Metrics lastEvaluation) {
    super(moment);
    this.weights = weights;
    this.scheduledRate = scheduledRate;
    this.recomputation = recomputation;
    this.lastEvaluation = lastEvaluation;
  }

  @Override
  public INDArray weights() {
    return weights.masters();
  }

  @Override
  public INDArray gradients() {
    return weights.gradients();
  }

  @Override
  public INDArray editGradients() {
    touch(Slot.GRADIENTS);
    return weights.gradients();
  }

  @Override
  public INDArray gradient(Parameter parameter) {
    return weights.gradient(parameter.name());
  }

  @Override
  public double gradientNorm() {
    return weights.gradientNorm();
  }

  @Override
  public void scaleGradients(double factor) {
    touch(Slot.GRADIENTS);
    weights.scaleGradients(factor);
  }

  @Override
  public double learningRate() {
    return scheduledRate * rateFactor;
  }

  @Override
  public void multiplyLearningRate(double factor) {
    touch(Slot.STEP_RATE);
    if (!(factor >= 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException("A factor on the rate is not negative: " + factor);
    }
    rateFactor *= factor;
  }

  @Override
  public void skip(String why) {
    touch(Slot.DECISION);
    skipReason = why;
  }

  @Override
  public void recomputeGradients(Consumer<INDArray> change) {
    touch(Slot.GRADIENTS);
    recomputation.accept(change);
  }

  @Override
  public Optional<Metrics> lastEvaluation() {
    return Optional.ofNullable(lastEvaluation);
  }

  @Override
  long effects() {
    return Objects.hash(rateFactor, skipReason);
  }

  /** Why a trick wants this update left out, if one does. */
  Optional<String> skipReason() {
    return Optional.ofNullable(skipReason);
  }

  /** What tricks made of the scheduled rate. */
  double rateFactor() {
    return rateFactor;
  }
}
