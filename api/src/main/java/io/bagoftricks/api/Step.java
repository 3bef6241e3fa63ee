package io.bagoftricks.api;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A step before its update of the weights. Arrays are flat over all parameters: those of one {@link
 * Role} after those of another, in the order in which the roles are declared, and those of one role
 * in the order of {@link #parameters}; each in c order. Prefer the arithmetic ({@link
 * #gradientNorm}, {@link #scaleGradients}) to arrays: it need not move data off an accelerator.
 *
 * @since 0.1
 */
@ProviderType
public interface Step extends HookContext {
  /** {@return the weights, shape [elements of all parameters]} Not to be written. */
  INDArray weights();

  /** {@return the gradients, shape [elements of all parameters]} Not to be written. */
  INDArray gradients();

  /** {@return the gradients, shape [elements of all parameters], to be changed in place} */
  INDArray editGradients();

  /**
   * {@return one parameter's gradient in its shape} Not to be written.
   *
   * @param parameter one of the network's
   */
  INDArray gradient(Parameter parameter);

  /**
   * {@return all parameters, by which layers can be treated one by one, in the order of the
   * network's layers} That is not the order of the flat arrays.
   */
  List<StepParameter> parameters();

  /** {@return the Euclidean norm over all gradients} */
  double gradientNorm();

  /**
   * Multiplies all gradients.
   *
   * @param factor finite
   */
  void scaleGradients(double factor);

  /** {@return the rate of this step, all factors in} */
  double learningRate();

  /**
   * Multiplies the rate of this step only.
   *
   * @param factor not negative, finite
   */
  void multiplyLearningRate(double factor);

  /**
   * Sets the rate of this step only, in place of the schedule's and of what other tricks have made
   * of it so far. A run that went back after a value that was not finite halves it as it halves the
   * schedule's ({@code onNonFinite: rollback}); factors of single parameters hold.
   *
   * @param rate not negative, finite
   */
  void setLearningRate(double rate);

  /**
   * Leaves this step out. Schedules count it all the same.
   *
   * @param why a few words for the report, such as "the loss did not fall"
   */
  void skip(String why);

  /**
   * Computes the gradients again, on the same examples, at changed weights; then restores weights
   * and running statistics. For sharpness-aware minimization. Forward and backward pass of every
   * micro-batch are repeated, with the same draws of the layers and with the targets and terms that
   * the loss hooks left; no hook is called again, and what other tricks have made of the gradients
   * so far is lost. Where a gradient is not finite there, all are zero, and the step is skipped as
   * one that overflowed.
   *
   * @param change changes the flat weights in place
   */
  void recomputeGradients(Consumer<INDArray> change);

  /** {@return the last evaluation of this run, if there was one} */
  Optional<Metrics> lastEvaluation();
}
