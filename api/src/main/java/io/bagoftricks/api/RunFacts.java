package io.bagoftricks.api;

import io.bagoftricks.api.network.Shape;
import java.util.Locale;

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
 * @since 0.1
 */
public record RunFacts(
    int classes,
    long trainExamples,
    Shape input,
    int epochs,
    int batchSize,
    long stepsPerEpoch,
    double learningRate) {
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
   */
  public RunFacts {
    if (classes < 1 || trainExamples < 1 || epochs < 1 || batchSize < 1 || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Counts of a run are positive: %d classes, %d examples, %d epochs, batch %d, %d steps",
              classes,
              trainExamples,
              epochs,
              batchSize,
              stepsPerEpoch));
    }
  }

  /** {@return steps of the whole run} */
  public long totalSteps() {
    return epochs * stepsPerEpoch;
  }
}
