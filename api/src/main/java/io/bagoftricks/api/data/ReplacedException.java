package io.bagoftricks.api.data;

import java.io.IOException;

/**
 * A picture cannot be decoded, and its data set has noted that: asked again for the same index, it
 * gives another picture, or says why there is none.
 *
 * @since 0.1
 */
public final class ReplacedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param cause why it cannot be decoded
   */
  public ReplacedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
