package io.bagoftricks.api;

import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import java.util.Locale;
import java.util.Optional;

/**
 * Facts of a run that are known before it starts.
 *
 * @param classes number of classes
 * @param trainExamples images of one epoch
 * @param input the shape of an image as the network receives it
 * @param epochs passes over the training data
 * @param batchSize examples of one step: the effective, global batch; never more than there are
 *     training images, whatever the recipe says
 * @param stepsPerEpoch steps of one epoch
 * @param learningRate the base rate, before any factor
 * @param momentum of the optimizer, before any curve; 0 where it has none
 * @param seed of all draws
 * @param microBatch examples of one forward, at most {@code batchSize}: a setting of memory, which
 *     changes no result but the statistics of batch norms
 * @param normalization of the pixels, for training, evaluation and prediction; empty while the run
 *     is planned, because tricks decide it in {@code onInit}
 * @since 0.1
 */
public record RunFacts(
    int classes,
    long trainExamples,
    Shape input,
    int epochs,
    int batchSize,
    long stepsPerEpoch,
    double learningRate,
    double momentum,
    long seed,
    int microBatch,
    Optional<Normalization> normalization) {
  /**
   * Checks that every count is positive.
   *
   * @param classes at least 1
   * @param trainExamples at least 1
   * @param input channels, height and width
   * @param epochs at least 1
   * @param batchSize at least 1
   * @param stepsPerEpoch at least 1
   * @param learningRate before any factor
   * @param momentum of the optimizer
   * @param seed of all draws
   * @param microBatch at least 1
   * @param normalization of the pixels, once it is decided
   */
  public RunFacts {
    if (classes < 1
        || trainExamples < 1
        || epochs < 1
        || batchSize < 1
        || stepsPerEpoch < 1
        || microBatch < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Counts of a run are positive: %d classes, %d examples, %d epochs, batch %d, %d steps, micro-batch %d",
              classes,
              trainExamples,
              epochs,
              batchSize,
              stepsPerEpoch,
              microBatch));
    }
  }

  /**
   * Facts of a run without momentum, of the seed 0, whose batches go through the network whole.
   *
   * @param classes at least 1
   * @param trainExamples at least 1
   * @param input channels, height and width
   * @param epochs at least 1
   * @param batchSize at least 1
   * @param stepsPerEpoch at least 1
   * @param learningRate before any factor
   */
  public RunFacts(
      int classes,
      long trainExamples,
      Shape input,
      int epochs,
      int batchSize,
      long stepsPerEpoch,
      double learningRate) {
    this(
        classes,
        trainExamples,
        input,
        epochs,
        batchSize,
        stepsPerEpoch,
        learningRate,
        0,
        0,
        batchSize,
        Optional.empty());
  }

  /**
   * {@return the same with the normalization that the tricks have decided}
   *
   * @param decided one value per channel
   */
  public RunFacts with(Normalization decided) {
    return new RunFacts(
        classes,
        trainExamples,
        input,
        epochs,
        batchSize,
        stepsPerEpoch,
        learningRate,
        momentum,
        seed,
        microBatch,
        Optional.of(decided));
  }

  /** {@return steps of the whole run} */
  public long totalSteps() {
    return epochs * stepsPerEpoch;
  }
}
