package io.bagoftricks.engine.internal.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Arrays of exact lengths that are lent, and used again when all are taken back: for lengths of
 * which a few come again and again. Arrays of more than 4 million values are not kept.
 *
 * @param <A> the type of the arrays
 */
final class ArrayPool<A> {
  private static final int KEPT = 32;
  private static final int LARGE = 1 << 22;

  private final IntFunction<A> maker;
  private final ToIntFunction<A> length;
  private final Consumer<A> zero;
  private final List<A> free = new ArrayList<>();
  private final List<A> lent = new ArrayList<>();

  /**
   * A pool without arrays.
   *
   * @param maker makes one of a length
   * @param length of one
   * @param zero fills one with zeros
   */
  ArrayPool(IntFunction<A> maker, ToIntFunction<A> length, Consumer<A> zero) {
    this.maker = maker;
    this.length = length;
    this.zero = zero;
  }

  /** Zeros, valid until {@link #recycle}. */
  A zeros(int values) {
    A array = find(values);
    lent.add(array);
    return array;
  }

  private A find(int values) {
    for (int i = free.size() - 1; i >= 0; i--) {
      if (length.applyAsInt(free.get(i)) == values) {
        A array = free.remove(i);
        zero.accept(array);
        return array;
      }
    }
    return maker.apply(values);
  }

  /**
   * Takes back all arrays but large ones; those that were not asked for in the longest time are
   * dropped.
   *
   * @param mostValues that all that are kept may have together
   */
  void recycle(long mostValues) {
    for (A array : lent) {
      if (length.applyAsInt(array) <= LARGE) {
        free.add(array);
      }
    }
    lent.clear();
    if (free.size() > KEPT) {
      free.subList(0, free.size() - KEPT).clear();
    }
    long values = 0;
    int first = free.size();
    while (first > 0 && values + length.applyAsInt(free.get(first - 1)) <= mostValues) {
      values += length.applyAsInt(free.get(--first));
    }
    free.subList(0, first).clear();
  }
}
