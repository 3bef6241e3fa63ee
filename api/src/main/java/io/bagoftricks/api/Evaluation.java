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
   * Evaluates other weights than those in training, and restores these afterwards. The arrays are
   * copied when all hooks have returned, and stay the trick's: {@link TrickState} keeps them.
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
   * Measures running statistics for weights that have none, such as an average: training images,
   * prepared as in the epoch of {@link #moment} but unchanged by {@link BatchHook}s, go through the
   * network in training, and what its batch norms measure is averaged over the examples. Weights
   * and statistics in training stay. It costs a forward pass over the examples: keep the result in
   * {@link TrickState}, and measure again only where the weights are others.
   *
   * @param weights flat, as {@link StepResult#weights}
   * @param examples at least 1; the pass ends with the batch that reaches them, at the latest with
   *     the epoch
   * @return flat, as {@link StepResult#statistics}; a new array, which the caller may close
   * @throws IllegalArgumentException if the weights do not fit, or there is no example
   */
  INDArray recomputeStatistics(INDArray weights, long examples);

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
