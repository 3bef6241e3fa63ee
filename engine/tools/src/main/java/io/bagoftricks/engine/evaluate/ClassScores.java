package io.bagoftricks.engine.evaluate;

import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well one class is told from the others; a ratio of nothing to nothing is 0, as in
 * scikit-learn's {@code precision_recall_fscore_support}.
 *
 * @param name of the class
 * @param precision share of the images taken for it that are of it
 * @param recall share of its images that are taken for it
 * @param f1 harmonic mean of both
 * @param support images of the class
 */
public record ClassScores(String name, double precision, double recall, double f1, int support) {
  /**
   * All classes of a matrix, in order.
   *
   * @param names as many as classes
   */
  public static List<ClassScores> of(ConfusionMatrix confusion, List<String> names) {
    int classes = confusion.classes();
    return IntStream.range(0, classes)
        .mapToObj(
            label -> {
              long right = confusion.images(label, label);
              long support = confusion.images(label);
              long taken =
                  IntStream.range(0, classes).mapToLong(of -> confusion.images(of, label)).sum();
              return new ClassScores(
                  names.get(label),
                  ratio(right, taken),
                  ratio(right, support),
                  ratio(2 * right, taken + support),
                  Math.toIntExact(support));
            })
        .toList();
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
