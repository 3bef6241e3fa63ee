package io.bagoftricks.engine.data;

import io.bagoftricks.api.network.Shape;

/**
 * What is known of a data set without reading its images.
 *
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param testExamples images to be judged by
 * @param image the shape that the network receives
 */
public record DataFacts(int classes, long trainExamples, long testExamples, Shape image) {
  /** Checks that there is something to tell apart, to learn from and to be judged by. */
  public DataFacts {
    if (classes < 2) {
      throw new IllegalArgumentException("classes is " + classes + ", but must be at least 2");
    }
    if (trainExamples < 1) {
      throw new IllegalArgumentException(
          "trainExamples is " + trainExamples + ", but must be at least 1");
    }
    if (testExamples < 1) {
      throw new IllegalArgumentException(
          "testExamples is " + testExamples + ", but must be at least 1");
    }
  }
}
