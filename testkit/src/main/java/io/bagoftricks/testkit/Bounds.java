package io.bagoftricks.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Finds where a setting begins and ends to be taken, to neighboring numbers: by bisection between
 * numbers of which one is taken and the next is not. Numbers are looked at in their order, as longs
 * ({@link #ordinal}).
 */
final class Bounds {
  private static final List<Double> REALS =
      List.of(1e-12, 1e-6, 1e-3, 0.1, 0.5, 1.0, 1.5, 2.0, 5.0, 30.0, 1e3, 1e6, 1e12, 1e100);

  private static final List<Long> WHOLES =
      List.of(0L, 1L, 2L, 5L, 16L, 100L, 1_000L, 10_000L, 1L << 20, 1_000_000_000L);

  private Bounds() {}

  /**
   * Two neighbors.
   *
   * @param inside is taken
   * @param outside is not
   */
  record Bound(long inside, long outside) {}

  /**
   * The bounds of real numbers, as ordinals.
   *
   * @param hints numbers near which there may be others; finite
   */
  static List<Bound> ofReals(LongPredicate taken, List<Double> hints) {
    NavigableSet<Long> tried = new TreeSet<>();
    add(tried, ordinal(Double.MAX_VALUE), Long.MAX_VALUE);
    add(tried, 0, Long.MAX_VALUE);
    REALS.forEach(real -> add(tried, ordinal(real), Long.MAX_VALUE));
    hints.forEach(real -> add(tried, ordinal(real), Long.MAX_VALUE));
    tried.headSet(-ordinal(Double.MAX_VALUE)).clear();
    tried.tailSet(ordinal(Double.MAX_VALUE), false).clear();
    return between(taken, tried);
  }

  /**
   * The bounds of whole numbers.
   *
   * @param most the largest that the setting's type has
   */
  static List<Bound> ofWholes(LongPredicate taken, List<Double> hints, long most) {
    NavigableSet<Long> tried = new TreeSet<>(List.of(most, -most - 1));
    WHOLES.forEach(whole -> add(tried, whole, most));
    hints.stream()
        .filter(hint -> Math.abs(hint) < most && hint == Math.rint(hint))
        .forEach(hint -> add(tried, hint.longValue(), most));
    return between(taken, tried);
  }

  /** A number's place in the order of all; that of 0 is 0. */
  static long ordinal(double real) {
    long bits = Double.doubleToLongBits(real);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  /** The number of an ordinal. */
  static double real(long ordinal) {
    return Double.longBitsToDouble(ordinal >= 0 ? ordinal : Long.MIN_VALUE - ordinal);
  }

  private static void add(NavigableSet<Long> tried, long number, long most) {
    for (long signed : new long[] {number, -number}) {
      tried.add(signed);
      tried.add(Math.max(signed - 1, -most));
      tried.add(Math.min(signed, most - 1) + 1);
    }
  }

  private static List<Bound> between(LongPredicate taken, NavigableSet<Long> tried) {
    List<Bound> bounds = new ArrayList<>();
    long last = tried.first();
    boolean lastTaken = taken.test(last);
    for (long next : tried.tailSet(last, false)) {
      boolean nextTaken = taken.test(next);
      if (nextTaken != lastTaken) {
        bounds.add(nextTaken ? bisected(taken, next, last) : bisected(taken, last, next));
      }
      last = next;
      lastTaken = nextTaken;
    }
    return bounds;
  }

  private static Bound bisected(LongPredicate taken, long first, long other) {
    long inside = first;
    long outside = other;
    while (Math.abs(inside - outside) > 1) {
      long middle = inside + (outside - inside) / 2;
      if (taken.test(middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return new Bound(inside, outside);
  }
}
