package io.bagoftricks.recipes.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a backend's numbers to those of the reference in 64 bits. Of each quantity, the largest
 * error over its tensors may be {@link #FACTOR} times that of the reference in 32 bits, and {@link
 * #SLACK}.
 *
 * <p>An error is relative to the largest magnitude of its layer: a layer's parameters are measured
 * together, because the gradient of a bias in front of a batch norm is zero but for rounding.
 * Layers that are small beside the others of their quantity are measured on a scale of the others,
 * and those whose gradients cancel on that of all.
 */
final class Agreement {
  static final double FACTOR = 3;
  static final double SLACK = 1e-5;
  private static final double SMALLEST_SCALE = 1e-2;

  private final Map<Tensor, double[]> exact;
  private final Set<String> cancelling;
  private final Map<String, Double> largest = new HashMap<>();
  private final Map<Tensor, Double> largestOfLayer = new HashMap<>();

  /**
   * Compares with these numbers.
   *
   * @param cancelling layers whose parameters have gradients that are zero but for rounding
   */
  Agreement(Map<Tensor, double[]> exact, Set<String> cancelling) {
    this.exact = exact;
    this.cancelling = Set.copyOf(cancelling);
    exact.forEach(
        (tensor, values) -> {
          double magnitude = magnitude(values);
          largest.merge(tensor.quantity(), magnitude, Math::max);
          largestOfLayer.merge(ofLayer(tensor), magnitude, Math::max);
        });
  }

  /**
   * What is out of bounds, one line for each quantity.
   *
   * @param singles runs of the reference in 32 bits; the worst counts
   */
  List<String> violations(List<Map<Tensor, double[]>> singles, Map<Tensor, double[]> actual) {
    Set<Tensor> tensors = actual.keySet();
    Map<String, Worst> allowed = new HashMap<>();
    for (Map<Tensor, double[]> single : singles) {
      worst(single, tensors)
          .forEach((quantity, worst) -> allowed.merge(quantity, worst, Worst::of));
    }
    List<String> violations = new ArrayList<>();
    worst(actual, tensors)
        .forEach(
            (quantity, worst) -> {
              double reference = find(allowed, quantity).error();
              double bound = FACTOR * reference + SLACK;
              if (!(worst.error() <= bound)) {
                violations.add(
                    "%s: error %.2e, above %.2e (the reference in 32 bits: %.2e)"
                        .formatted(worst.tensor(), worst.error(), bound, reference));
              }
            });
    return violations;
  }

  /** The largest difference; infinite where a number is NaN. */
  static double largestDifference(double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]);
      largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
    }
    return largest;
  }

  private record Worst(Tensor tensor, double error) {
    static Worst of(Worst left, Worst right) {
      return left.error >= right.error ? left : right;
    }
  }

  private Map<String, Worst> worst(Map<Tensor, double[]> seen, Set<Tensor> tensors) {
    Map<String, Worst> worst = new LinkedHashMap<>();
    for (Tensor tensor : tensors) {
      double[] expected = find(exact, tensor);
      double ofAll = find(largest, tensor.quantity());
      double scale =
          cancelling.contains(ofLayer(tensor).name())
              ? ofAll
              : Math.max(find(largestOfLayer, ofLayer(tensor)), SMALLEST_SCALE * ofAll);
      double error =
          largestDifference(expected, find(seen, tensor)) / Math.max(scale, Double.MIN_NORMAL);
      worst.merge(tensor.quantity(), new Worst(tensor, error), Worst::of);
    }
    return worst;
  }

  /** The layer that a parameter belongs to; a layer's own tensors have its name. */
  private static Tensor ofLayer(Tensor tensor) {
    int dot = tensor.name().indexOf('.');
    return dot < 0 ? tensor : new Tensor(tensor.quantity(), tensor.name().substring(0, dot));
  }

  private static double magnitude(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static <K, V> V find(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("Nothing seen of " + key);
    }
    return value;
  }
}
