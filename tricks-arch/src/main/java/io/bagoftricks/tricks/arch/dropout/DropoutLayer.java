package io.bagoftricks.tricks.arch.dropout;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.arch.RandomScale;

/**
 * Drops values: the factor of each is 0 with the probability {@code rate}, or else {@code 1 / (1 -
 * rate)}. torch's {@code Dropout}.
 *
 * @param rate the probability, above 0 and below 1
 */
record DropoutLayer(double rate) implements RandomScale {
  @Override
  public double[] factors(Forward pass, int examples) {
    double[] factors = new double[Math.toIntExact(pass.input(0).length())];
    int each = factors.length / examples;
    double kept = 1 / (1 - rate);
    for (int row = 0; row < examples; row++) {
      Draws draws = pass.draws(row);
      for (int i = row * each; i < (row + 1) * each; i++) {
        factors[i] = draws.chance(rate) ? 0 : kept;
      }
    }
    return factors;
  }
}
