package io.bagoftricks.engine.plugin;

/** A trick failed in a hook; the cause is what it threw. */
public final class TrickException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the place of a failure.
   *
   * @param instance the trick's instance id
   * @param method the hook method, {@code onBatch}
   * @param moment when it was, {@code epoch 3, update 712}; empty before training
   * @param cause what the trick threw
   */
  public TrickException(String instance, String method, String moment, Throwable cause) {
    super(
        "'"
            + instance
            + "' failed in "
            + method
            + (moment.isEmpty() ? "" : " at " + moment)
            + ": "
            + cause,
        cause);
  }
}
