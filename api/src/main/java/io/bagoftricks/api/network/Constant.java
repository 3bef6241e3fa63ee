package io.bagoftricks.api.network;

import io.bagoftricks.api.random.Draws;
import java.util.Arrays;
import java.util.List;

/**
 * Every element has the same value.
 *
 * @param value finite
 * @since 0.1
 */
public record Constant(double value) implements Initializer {
  /** Zero for biases and shifts. */
  public static final Constant ZERO = new Constant(0);

  /** One for scales. */
  public static final Constant ONE = new Constant(1);

  /**
   * Checks that the value is finite.
   *
   * @param value finite
   */
  public Constant {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("An initial value is finite: " + value);
    }
  }

  @Override
  public void fill(float[] values, List<Integer> shape, Draws draws) {
    Arrays.fill(values, (float) value);
  }
}
