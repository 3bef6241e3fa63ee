package io.bagoftricks.engine.train;

import java.util.Locale;

/**
 * The loss, the gradients, the weights or an evaluation are not finite, and an update alone cannot
 * mend it.
 */
public final class NonFiniteException extends NoResultException {
  private static final long serialVersionUID = 1L;

  private final transient NonFinite found;

  /** With what was found. */
  public NonFiniteException(NonFinite found) {
    super(
        String.format(
            Locale.ROOT,
            "[train/not-finite] At epoch %d, update %d, learning rate %.4g %s: training has diverged."
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
