package io.bagoftricks.tricks.arch.weightstandardization;

/** Sums of arrays, in four parts that do not wait for one another. */
final class Sums {
  private Sums() {}

  /** Of all values. */
  static double of(double[] values) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      first += values[i];
      second += values[i + 1];
      third += values[i + 2];
      fourth += values[i + 3];
    }
    for (; i < values.length; i++) {
      first += values[i];
    }
    return (first + second) + (third + fourth);
  }

  /** Of the products of values in the same place. */
  static double ofProducts(double[] values, double[] others) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      first += values[i] * others[i];
      second += values[i + 1] * others[i + 1];
      third += values[i + 2] * others[i + 2];
      fourth += values[i + 3] * others[i + 3];
    }
    for (; i < values.length; i++) {
      first += values[i] * others[i];
    }
    return (first + second) + (third + fourth);
  }
}
