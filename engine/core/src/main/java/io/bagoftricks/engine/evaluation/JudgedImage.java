package io.bagoftricks.engine.evaluation;

/**
 * An image as an evaluation judged it.
 *
 * @param index in the data set
 * @param label the class that it is of
 * @param taken the class that it was taken for
 * @param probability of that class
 */
public record JudgedImage(int index, int label, int taken, double probability) {
  /** Whether it was taken for what it is. */
  public boolean isRight() {
    return taken == label;
  }
}
