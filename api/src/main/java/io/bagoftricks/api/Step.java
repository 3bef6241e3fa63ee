package io.bagoftricks.api;

import io.bagoftricks.api.network.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One update before it happens. Arrays are flat over all parameters. Prefer the arithmetic ({@link
 * #gradientNorm}, {@link #scaleGradients}) to arrays: it need not move data off an accelerator.
 *
 * @since 0.1
 */
@ProviderType
public interface Step extends HookContext {
  /** The weights, flat. Not to be written. */
  INDArray weights();

  /** The gradients, flat. Not to be written. */
  INDArray gradients();

  /** The gradients, flat, to be changed in place. */
  INDArray editGradients();

  /** One parameter's gradient in its shape. Not to be written. */
  INDArray gradient(Parameter parameter);

  /** All parameters, by which layers can be treated one by one. */
  List<StepParameter> parameters();

  /** The Euclidean norm over all gradients. */
  double gradientNorm();

  /** Multiplies all gradients. */
  void scaleGradients(double factor);

  /** The rate of this update, all factors in. */
  double learningRate();

  /** Multiplies the rate of this update only. */
  void multiplyLearningRate(double factor);

  /** Leaves this update out. Schedules count it all the same. */
  void skip(String why);

  /**
   * Computes the gradients again, on the same examples, at changed weights; then restores weights
   * and running statistics. For sharpness-aware minimization.
   *
   * @param change changes the flat weights in place
   */
  void recomputeGradients(Consumer<INDArray> change);

  /** The last evaluation of this run, if there was one. */
  Optional<Metrics> lastEvaluation();
}
