package io.bagoftricks.engine.train;

import java.util.Locale;

/**
 * The loss, the gradients, the weights or an evaluation are not finite, and a single step cannot
 * recover from it.
 */
public final class NonFiniteException extends NoResultException {
  private static final long serialVersionUID = 1L;

  private final transient NonFinite found;

  /** With what was found. */
  public NonFiniteException(NonFinite found) {
    super(
        String.format(
            Locale.ROOT,
            "[train/not-finite] At epoch %d, step %d, learning rate %.4g %s: training has diverged."
                + " %s Lower optimizer.learningRate, warm up longer, or clip gradients.",
            found.epoch() + 1,
            found.update() + 1,
            found.learningRate(),
            found.what(),
            found.origin()));
    this.found = found;
  }

  /** The value that was not finite, and where it came from. */
  public NonFinite found() {
    return found;
  }
}
