package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.plugin.Misfit;

/** A trick failed in a hook, or broke one of its rules. */
public final class TrickException extends PluginException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the place of a failure.
   *
   * @param instance the trick's instance id
   * @param method the hook method, {@code onBatch}
   * @param moment when it was, {@code epoch 3, step 712}; empty before training
   * @param cause what the trick threw
   */
  public TrickException(String instance, String method, String moment, Throwable cause) {
    this(place(instance, method, moment) + ": " + FailureWords.of(cause), true, cause);
  }

  private TrickException(String message, boolean thrown, Throwable cause) {
    super(message, thrown, cause);
  }

  private TrickException(String message) {
    super(message, false, null);
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
                    false,
                    cause))
        .orElseGet(() -> new TrickException(instance, method, moment, cause));
  }

  /**
   * A trick broke a rule, and threw nothing.
   *
   * @param id of the rule, {@code plugin/undeclared-write}
   * @param what it did, and what to do instead: sentences
   */
  public static TrickException rule(
      String id, String instance, String method, String moment, String what) {
    return new TrickException(
        "[%s] '%s' in %s%s: %s"
            .formatted(id, instance, method, moment.isEmpty() ? "" : " at " + moment, what));
  }

  private static String place(String instance, String method, String moment) {
    return "'" + instance + "' failed in " + method + (moment.isEmpty() ? "" : " at " + moment);
  }
}
