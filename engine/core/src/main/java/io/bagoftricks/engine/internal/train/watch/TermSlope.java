package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Finiteness;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether the gradient of a loss term is the derivative of its value, by a central difference:
 * along the gradient itself, or where that is zero along a random direction. It may rightly be
 * another where a term takes a part of its formula as constant.
 */
final class TermSlope {
  private static final double STEP = 0.1;
  private static final double TOLERANCE = 0.1;

  /** Relative to the value, what 32 bits cannot tell from zero. */
  private static final double NOISE = 1e-4;

  private TermSlope() {}

  /** Both slopes in words, where they differ. */
  static Optional<String> fault(
      LossTerm term, INDArray logits, INDArray targets, INDArray gradient) {
    double norm = gradient.norm2Number().doubleValue();
    if (!Double.isFinite(norm)) {
      return Finiteness.allFinite(logits)
          ? Optional.of("its gradient is not finite, though the logits are.")
          : Optional.empty();
    }
    double claimed = norm;
    try (INDArray direction = norm == 0 ? random(logits) : gradient.div(norm);
        INDArray scratch = gradient.ulike()) {
      double above = shifted(term, logits, targets, direction, STEP, scratch);
      double below = shifted(term, logits, targets, direction, -STEP, scratch);
      double slope = (above - below) / (2 * STEP);
      double noise = NOISE * Math.max(1e-3, Math.max(Math.abs(above), Math.abs(below)));
      boolean same =
          !Double.isFinite(slope)
              || Math.abs(slope - claimed)
                  <= TOLERANCE * Math.max(Math.abs(slope), claimed) + noise;
      return same
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "its gradient is not the derivative of its value: the slope is %.4g by the"
                      + " gradient, %.4g by differences of the value. If no part of the formula is"
                      + " meant to be constant, the gradient is wrong.",
                  claimed,
                  slope));
    }
  }

  private static double shifted(
      LossTerm term,
      INDArray logits,
      INDArray targets,
      INDArray direction,
      double by,
      INDArray scratch) {
    try (INDArray step = direction.mul(by);
        INDArray there = logits.add(step)) {
      return term.evaluate(there, targets, scratch);
    }
  }

  private static INDArray random(INDArray like) {
    Draws draws = Draws.of(1).stream("slope");
    float[] values = new float[Math.toIntExact(like.length())];
    float one = (float) (1 / Math.sqrt(values.length));
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.uniform() < 0.5 ? one : -one;
    }
    return Nd4j.create(values, like.shape(), 'c').castTo(like.dataType());
  }
}
