package io.bagoftricks.tricks.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.random.Draws;
import java.util.List;

/**
 * The moments of many values of an initializer. The weight is one of a 3x3 convolution of 64 to 256
 * channels: its fan in is 576, its fan out 2304, their mean 1440.
 *
 * @param mean of all values
 * @param deviation from 0
 * @param largest of the magnitudes
 * @param central the share within one deviation: 0.6827 of a normal, 0.5774 of a uniform one
 */
public record Moments(double mean, double deviation, double largest, double central) {
  private static final List<Integer> SHAPE = List.of(256, 64, 3, 3);
  private static final int VALUES = 256 * 64 * 9;

  /** The moments of values drawn by a fixed seed. */
  public static Moments of(Initializer initializer) {
    float[] values = new float[VALUES];
    initializer.fill(values, SHAPE, Draws.of(3));
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    double deviation = Math.sqrt(squares / VALUES);
    int near = 0;
    for (float value : values) {
      near += Math.abs(value) < deviation ? 1 : 0;
    }
    return new Moments(sum / VALUES, deviation, largest, (double) near / VALUES);
  }

  /**
   * A normal distribution of this deviation. The bounds are 4 standard errors: 1 / sqrt(n) of the
   * mean, 1 / sqrt(2 n) of the deviation, sqrt(p (1 - p) / n) of a share; a deviation wrong by 1 %
   * fails.
   */
  public void assertNormal(double expected) {
    assertThat(mean).isCloseTo(0, within(4 * expected / Math.sqrt(VALUES)));
    assertThat(deviation / expected).isCloseTo(1, within(4 / Math.sqrt(2.0 * VALUES)));
    assertThat(central).isCloseTo(0.6827, within(4 * Math.sqrt(0.6827 * 0.3173 / VALUES)));
    assertThat(largest).isBetween(4 * expected, 6 * expected);
  }

  /**
   * A uniform distribution between these bounds. Of n values the largest falls short of the bound
   * by a share of 1 / n; a bound wrong by 0.02 % fails.
   */
  public void assertUniform(double bound) {
    double expected = bound / Math.sqrt(3);
    assertThat(mean).isCloseTo(0, within(4 * expected / Math.sqrt(VALUES)));
    assertThat(deviation / expected).isCloseTo(1, within(4 * Math.sqrt(0.2 / VALUES)));
    assertThat(largest).isBetween(bound * (1 - 2e-4), bound * (1 + 1e-7));
  }
}
