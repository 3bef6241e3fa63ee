package io.bagoftricks.engine.data;

import io.bagoftricks.api.network.Shape;
import java.util.Locale;

/**
 * What is known of a data set without reading its images.
 *
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param testExamples images to be judged by
 * @param image the shape that the network receives
 */
public record DataFacts(int classes, long trainExamples, long testExamples, Shape image) {
  /** Checks that counts are not negative; whether they are enough to train with is not asked. */
  public DataFacts {
    if (classes < 0 || trainExamples < 0 || testExamples < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Counts are not negative: %d classes, %d and %d images",
              classes,
              trainExamples,
              testExamples));
    }
  }
}
