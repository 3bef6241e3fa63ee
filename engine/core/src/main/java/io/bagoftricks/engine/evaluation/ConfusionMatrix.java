package io.bagoftricks.engine.evaluation;

import java.util.Locale;
import java.util.stream.IntStream;

/** How often each class was taken for which, on all images of an evaluation. */
public final class ConfusionMatrix {
  private final int classes;
  private final int[] images;

  /** A matrix without images. */
  public ConfusionMatrix(int classes) {
    this.classes = classes;
    this.images = new int[Math.multiplyExact(classes, classes)];
  }

  /** The number of classes. */
  public int classes() {
    return classes;
  }

  /** Images of a class that were given a class. */
  public int images(int label, int predicted) {
    return images[place(label, predicted)];
  }

  /** Images of a class. */
  public int images(int label) {
    return IntStream.range(0, classes).map(predicted -> images(label, predicted)).sum();
  }

  /** Adds images of a class that were given a class. */
  public void add(int label, int predicted, int more) {
    images[place(label, predicted)] += more;
  }

  private int place(int label, int predicted) {
    if (label < 0 || label >= classes || predicted < 0 || predicted >= classes) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "There are %d classes, so no %d taken for %d",
              classes,
              label,
              predicted));
    }
    return label * classes + predicted;
  }
}
