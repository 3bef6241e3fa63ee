package io.bagoftricks.engine.plugin;

/** A trick failed in a hook; the cause is what it threw. */
public final class TrickException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean misfit;

  /**
   * Names the place of a failure.
   *
   * @param instance the trick's instance id
   * @param method the hook method, {@code onBatch}
   * @param moment when it was, {@code epoch 3, update 712}; empty before training
   * @param cause what the trick threw
   */
  public TrickException(String instance, String method, String moment, Throwable cause) {
    this(place(instance, method, moment) + ": " + cause, false, cause);
  }

  private TrickException(String message, boolean misfit, Throwable cause) {
    super(message, cause);
    this.misfit = misfit;
  }

  /** Names the place of a failure, and where the plugin does not fit this version, says so. */
  public static TrickException of(
      TrickDescriptor trick, String instance, String method, String moment, Throwable cause) {
    return Misfit.of(cause)
        .map(
            words ->
                new TrickException(
                    "%s: %s (%s) %s."
                        .formatted(
                            place(instance, method, moment),
                            trick.provider().getClass().getName(),
                            trick.origin(),
                            words),
                    true,
                    cause))
        .orElseGet(() -> new TrickException(instance, method, moment, cause));
  }

  /**
   * Whether the cause is that the plugin was built against something else, and no mistake in it.
   */
  public boolean isMisfit() {
    return misfit;
  }

  private static String place(String instance, String method, String moment) {
    return "'" + instance + "' failed in " + method + (moment.isEmpty() ? "" : " at " + moment);
  }
}
