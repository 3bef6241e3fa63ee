package io.bagoftricks.tricks.data.mix;

import io.bagoftricks.api.random.Draws;
import java.util.Arrays;

/** Who is blended with whom. */
public final class Partners {
  private Partners() {}

  /**
   * A partner for each row, at random: a permutation, which may leave some rows to themselves.
   *
   * @param size how many rows
   * @param draws where the numbers come from
   * @return for each row the row that it is blended with
   */
  public static int[] random(int size, Draws draws) {
    return draws.permutation(size);
  }

  /**
   * The batch from its end; the example in the middle of an odd batch meets itself.
   *
   * @param size how many rows
   * @return for each row the row that it is blended with
   */
  public static int[] reversed(int size) {
    int[] reversed = new int[size];
    Arrays.setAll(reversed, row -> size - 1 - row);
    return reversed;
  }
}
