package io.bagoftricks.api;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An evaluation before it starts.
 *
 * @since 0.1
 */
@ProviderType
public interface Evaluation extends HookContext {
  /**
   * Evaluates other weights than those in training, and restores these afterwards.
   *
   * @param weights flat, as {@link StepResult#weights}
   * @param statistics flat, as {@link StepResult#statistics}
   * @throws IllegalStateException if another trick has chosen the weights
   */
  void useWeights(INDArray weights, INDArray statistics);

  /**
   * Evaluates other weights than those in training, and restores these afterwards.
   *
   * @param weights of {@link TrickState#flat}, as many as there are weights
   * @param statistics of {@link TrickState#flat}, as many as there are statistics
   * @throws IllegalStateException if another trick has chosen the weights
   */
  default void useWeights(FlatValues weights, FlatValues statistics) {
    useWeights(weights.values(), statistics.values());
  }

  /**
   * Adds a view of each image. Class probabilities are averaged over the image and its views.
   *
   * @param view from inputs [batch, channels, height, width] to inputs of the same shape; must not
   *     write its argument, and hands its result over: the engine frees it
   */
  void addView(UnaryOperator<INDArray> view);

  /**
   * Prepares each sample, in loader threads, before normalization.
   *
   * @param how changes geometry or pixels of one image; called by several threads at once
   */
  void prepare(Consumer<Sample> how);
}
