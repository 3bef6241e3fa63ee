package io.bagoftricks.tricks.arch.stochasticdepth;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.arch.RandomScale;
import io.bagoftricks.tricks.arch.stochasticdepth.StochasticDepthConfig.Mode;
import java.util.Arrays;

/**
 * Drops a residual branch for some examples, or for all of a step: the factor is 0 with the
 * probability {@code rate}, or else {@code 1 / (1 - rate)}. torchvision's {@code stochastic_depth}.
 *
 * @param rate the probability, above 0 and below 1
 * @param mode whether each example has a draw of its own
 */
record DropPath(double rate, Mode mode) implements RandomScale {
  @Override
  public double[] factors(Forward pass, int examples) {
    double[] factors = new double[examples];
    switch (mode) {
      case ROW -> Arrays.setAll(factors, row -> factor(pass.draws(row)));
      case BATCH -> Arrays.fill(factors, factor(pass.stepDraws()));
    }
    return factors;
  }

  private double factor(Draws draws) {
    return draws.chance(rate) ? 0 : 1 / (1 - rate);
  }
}
