package io.bagoftricks.tricks.init;

import io.bagoftricks.api.network.Fan;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.random.Draws;
import java.util.List;

/**
 * Values of mean 0 whose variance is {@code scale / n}, where n is a fan of the weight: Xavier, He
 * and MXNet's initializers differ in scale and fan alone.
 *
 * @param distribution uniform or normal
 * @param scale the variance times the fan, positive
 * @param divisor which fan
 */
public record VarianceScaling(Distribution distribution, double scale, Divisor divisor)
    implements Initializer {
  /** The fan that divides the variance. */
  public enum Divisor {
    /** Values that feed one output: input channels x kernel area, of one group. */
    FAN_IN,
    /** Outputs that one input feeds: output channels x kernel area, of all groups. */
    FAN_OUT,
    /** The mean of both. */
    FAN_AVERAGE;

    double of(Fan fan) {
      return switch (this) {
        case FAN_IN -> fan.in();
        case FAN_OUT -> fan.out();
        case FAN_AVERAGE -> (fan.in() + fan.out()) / 2.0;
      };
    }
  }

  /** Checks the scale. */
  public VarianceScaling {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A variance is positive and finite, not " + scale);
    }
  }

  @Override
  public void fill(float[] values, List<Integer> shape, Draws draws) {
    double fan = divisor.of(Fan.of(shape));
    switch (distribution) {
      case UNIFORM -> {
        double bound = StrictMath.sqrt(3 * scale / fan);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) draws.uniform(-bound, bound);
        }
      }
      case NORMAL -> {
        double deviation = StrictMath.sqrt(scale / fan);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (deviation * draws.normal());
        }
      }
    }
  }
}
