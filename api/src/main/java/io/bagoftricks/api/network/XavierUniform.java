package io.bagoftricks.api.network;

import io.bagoftricks.api.random.Draws;
import java.util.List;

/**
 * Uniform in [-a, a] with {@code a = sqrt(6 / (fanIn + fanOut))}: the paper's initialization (He et
 * al. 2019, section 2.1; Glorot and Bengio 2010, equation 16).
 *
 * @since 0.1
 */
public record XavierUniform() implements Initializer {
  @Override
  public void fill(float[] values, List<Integer> shape, Draws draws) {
    Fan fan = Fan.of(shape);
    double bound = StrictMath.sqrt(6.0 / (fan.in() + fan.out()));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.uniform(-bound, bound);
    }
  }
}
