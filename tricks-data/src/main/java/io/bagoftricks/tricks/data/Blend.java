package io.bagoftricks.tricks.data;

import io.bagoftricks.api.random.Draws;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Who is blended with whom in a batch, and the blend. */
public final class Blend {
  private Blend() {}

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

  /**
   * Blends in place: row i becomes {@code lambda_i values_i + (1 - lambda_i) partners_i}.
   *
   * @param values shape [batch, ...]
   * @param partners the same shape; not written
   * @param lambdas one per row, from 0 to 1
   */
  public static void rows(INDArray values, INDArray partners, double[] lambdas) {
    if (Arrays.stream(lambdas).allMatch(lambda -> lambda == lambdas[0])) {
      mix(values, partners, lambdas[0]);
      return;
    }
    for (int row = 0; row < lambdas.length; row++) {
      mix(values.slice(row), partners.slice(row), lambdas[row]);
    }
  }

  private static void mix(INDArray values, INDArray partners, double lambda) {
    try (INDArray share = partners.mul(1 - lambda)) {
      values.muli(lambda).addi(share);
    }
  }
}
