package io.bagoftricks.api;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The loss of one micro-batch before it is evaluated. It starts as one term, {@value #HARD}: the
 * cross-entropy between the softmax of the logits and the targets, weight 1. The engine evaluates
 * all terms after the last hook, on the final targets.
 *
 * @since 0.1
 */
@ProviderType
public interface LossDraft extends HookContext {
  /** The name of the term that is there from the start. */
  String HARD = "hard";

  /**
   * {@return the id of the trick in the recipe: its name, or the {@code "id"} that tells several of
   * one trick apart} A term under this name is in nobody's way.
   */
  String instance();

  /**
   * {@return the micro-batch as the network saw it, shape [batch, channels, height, width]} Not to
   * be written.
   */
  INDArray inputs();

  /**
   * {@return which image of the training data each example is, [batch], from 0} Of a mixed example
   * the one whose place it has. A copy.
   */
  long[] indices();

  /** {@return the logits, shape [batch, classes]} Not to be written. */
  INDArray logits();

  /** {@return the targets, shape [batch, classes]} Not to be written. */
  INDArray targets();

  /**
   * {@return the targets, shape [batch, classes], to be changed in place} Metrics use the labels
   * from before.
   */
  INDArray editTargets();

  /**
   * Adds a term.
   *
   * @param name unique among the terms of this micro-batch; metrics show the term under it
   * @param weight the factor on the term in the loss
   * @param term its value and its gradient with respect to the logits
   * @throws IllegalStateException if a term has that name
   */
  void add(String name, double weight, LossTerm term);

  /**
   * Multiplies a term's weight.
   *
   * @param name the term, {@value #HARD} or one that was added
   * @param factor applied to the weight that the term has
   * @throws IllegalStateException if no term has that name; the message lists those that exist
   */
  void multiply(String name, double factor);

  /**
   * Puts another formula in the place of a term's and keeps its weight.
   *
   * @param name the term, {@value #HARD} or one that was added
   * @param term the formula that is evaluated in its place
   * @throws IllegalStateException if no term has that name; the message lists those that exist
   */
  void replace(String name, LossTerm term);

  /**
   * Puts a formula around a term's, which keeps its weight: one that scales its gradient, for
   * instance, or leaves examples out.
   *
   * @param name the term, {@value #HARD} or one that was added
   * @param around from the formula as it is to the one that is evaluated in its place
   * @throws IllegalStateException if no term has that name; the message lists those that exist
   */
  void wrap(String name, UnaryOperator<LossTerm> around);

  /**
   * Weighs the examples in the whole loss, terms of later tricks included: the loss becomes {@code
   * sum(w_i loss_i) / batch}, its gradient likewise. Weights of several tricks multiply. Meant for
   * terms that are means over examples; see {@link LossTerm#perExample}.
   *
   * @param perExample one weight for each example, finite and not negative; copied
   * @throws IllegalArgumentException if there are not as many as examples, or one is negative or
   *     not finite
   */
  void weigh(double[] perExample);

  /**
   * Multiplies the loss before backward; the engine divides the gradients by it before {@link
   * StepHook#onStep}. All micro-batches of one step must agree.
   *
   * @param factor positive and finite, best a power of two, which rounds nothing
   */
  void scale(double factor);
}
