package io.bagoftricks.tricks.data;

import io.bagoftricks.api.random.Draws;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** How many draws a batch has, in timm's words. */
public enum MixMode {
  /** One for the batch. */
  BATCH,
  /** One for each two examples that are blended with each other: row i and row size - 1 - i. */
  PAIR,
  /** One for each example. */
  ELEM;

  /**
   * Draws for each row, in timm's order: rows upwards, of a pair its upper one.
   *
   * @param size how many rows
   * @param draws where the numbers come from
   * @param one one draw
   * @return one value per row
   * @param <T> what is drawn
   */
  public <T> List<T> perRow(int size, Draws draws, Function<Draws, T> one) {
    if (this == BATCH) {
      return Collections.nCopies(size, one.apply(draws));
    }
    List<T> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      boolean drawn = this == PAIR && row >= (size + 1) / 2;
      rows.add(drawn ? rows.get(size - 1 - row) : one.apply(draws));
    }
    return rows;
  }
}
