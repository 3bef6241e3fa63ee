package io.bagoftricks.backends.testkit.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds a backend's numbers to those of the reference in 64 bits, tensor by tensor. The largest
 * error in a tensor may be {@link #FACTOR} times the largest of several runs of the reference in 32
 * bits that round differently ({@link Rounding}), and {@link #SLACK} of its largest magnitude.
 *
 * <p>So a number that is the small difference of large ones, as the gradient of a scale that a
 * batch norm takes back, has the bound of what it is computed from, and no other number has. Where
 * a bound is no longer small beside the numbers, a wrong gradient would pass: such a tensor is not
 * judged, as {@link #isJudged} tells.
 */
final class Agreement {
  static final double FACTOR = 10;
  static final double SLACK = 1e-5;

  /** Of that in 32 bits, with a margin of a thousand. */
  private static final double ROUNDING_IN_64_BITS = 1000 * 0x1.0p-29;

  private final Map<Tensor, double[]> exact;
  private final List<Map<Tensor, double[]>> roundings;

  /**
   * Compares with these numbers.
   *
   * @param roundings runs of the reference in 32 bits, each rounding differently
   */
  Agreement(Map<Tensor, double[]> exact, List<Map<Tensor, double[]>> roundings) {
    this.exact = exact;
    this.roundings = List.copyOf(roundings);
  }

  /** The violations of the bounds, one line per tensor. */
  List<String> violations(Map<Tensor, double[]> actual) {
    List<String> violations = new ArrayList<>();
    actual.forEach(
        (tensor, values) -> {
          double error = largestDifference(find(exact, tensor), values);
          if (!(error <= bound(tensor))) {
            violations.add(
                String.format(
                    Locale.ROOT,
                    "%s: error %.2e, above %.2e, where the largest is %.2e",
                    tensor,
                    error,
                    bound(tensor),
                    magnitude(tensor)));
          }
        });
    return violations;
  }

  /** The largest error that a tensor may have. */
  double bound(Tensor tensor) {
    return FACTOR * rounding(tensor) + SLACK * magnitude(tensor);
  }

  /** The largest error of the reference in 32 bits. */
  double rounding(Tensor tensor) {
    double[] expected = find(exact, tensor);
    return roundings.stream()
        .mapToDouble(run -> largestDifference(expected, find(run, tensor)))
        .max()
        .orElseThrow();
  }

  /** The largest magnitude in a tensor. */
  double magnitude(Tensor tensor) {
    return Arrays.stream(find(exact, tensor)).map(Math::abs).max().orElse(0);
  }

  /**
   * Whether a tensor is zero but for rounding even in 64 bits, as the gradient of a bias in front
   * of a batch norm is: there is nothing in it that could be lost or doubled.
   */
  boolean isZero(Tensor tensor) {
    return magnitude(tensor) <= ROUNDING_IN_64_BITS * rounding(tensor);
  }

  /** Whether a tensor of which all is lost, or that is twice too large, is out of bounds. */
  boolean isJudged(Tensor tensor) {
    return bound(tensor) <= magnitude(tensor) / 2;
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

  private static double[] find(Map<Tensor, double[]> map, Tensor tensor) {
    double[] value = map.get(tensor);
    if (value == null) {
      throw new IllegalArgumentException("Nothing seen of " + tensor);
    }
    return value;
  }
}
