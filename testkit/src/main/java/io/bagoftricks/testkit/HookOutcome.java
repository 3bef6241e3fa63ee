package io.bagoftricks.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of a hook, as numbers and as values that are equal or not.
 *
 * @param numbers compared by their size
 * @param values compared one by one
 * @param failure the message, where it failed
 */
record HookOutcome(List<double[]> numbers, List<Object> values, Optional<String> failure) {
  static HookOutcome ofNumbers(List<double[]> numbers) {
    return new HookOutcome(numbers, List.of(), Optional.empty());
  }

  static HookOutcome ofValues(List<?> values) {
    return new HookOutcome(List.of(), new ArrayList<>(values), Optional.empty());
  }

  static HookOutcome failed(String message) {
    return new HookOutcome(List.of(), List.of(), Optional.of(message));
  }

  /**
   * The largest difference of a try relative to its largest number, or the share of values that
   * differ; infinite where one fails.
   */
  double difference(HookOutcome other) {
    if (failure.isPresent() || other.failure.isPresent()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = share(values, other.values);
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      largest = Math.max(largest, relative(numbers.get(i), other.numbers.get(i)));
    }
    return largest;
  }

  private static double share(List<Object> one, List<Object> other) {
    int count = Math.max(one.size(), other.size());
    int different = Math.abs(one.size() - other.size());
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      different += Objects.equals(one.get(i), other.get(i)) ? 0 : 1;
    }
    return count == 0 ? 0 : (double) different / count;
  }

  private static double relative(double[] one, double[] other) {
    if (one.length != other.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double size = Double.MIN_NORMAL;
    for (int i = 0; i < one.length; i++) {
      if (Double.compare(one[i], other[i]) != 0) {
        double apart = Math.abs(one[i] - other[i]);
        difference = Math.max(difference, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
      }
      size = Math.max(size, Math.max(Math.abs(one[i]), Math.abs(other[i])));
    }
    return difference / size;
  }
}
