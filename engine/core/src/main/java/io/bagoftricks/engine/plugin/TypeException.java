package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.plugin.Misfit;
import org.jspecify.annotations.Nullable;

/** A model, an optimizer or a source of data failed, or broke one of its rules. */
final class TypeException extends PluginException {
  private static final long serialVersionUID = 1L;

  private TypeException(String message, boolean thrown, @Nullable Throwable cause) {
    super(message, thrown, cause);
  }

  /**
   * Names the place of a failure.
   *
   * @param method that was called
   * @param moment when it was, {@code epoch 3, step 712}; empty before training
   * @param cause what the plugin threw
   */
  static TypeException of(Descriptor type, String method, String moment, Throwable cause) {
    String place =
        who(type) + " failed in " + method + (moment.isEmpty() ? "" : " at " + moment) + ": ";
    return Misfit.of(cause)
        .map(
            words ->
                new TypeException(
                    "%s%s (%s) %s."
                        .formatted(
                            place, type.provider().getClass().getName(), type.origin(), words),
                    false,
                    cause))
        .orElseGet(() -> new TypeException(place + FailureWords.of(cause), true, cause));
  }

  /**
   * It broke a rule, and threw nothing.
   *
   * @param id of the rule, {@code plugin/null}
   * @param what it did, and what to do instead: sentences
   */
  static TypeException rule(Descriptor type, String id, String method, String moment, String what) {
    return new TypeException(
        "[%s] %s in %s%s: %s"
            .formatted(id, who(type), method, moment.isEmpty() ? "" : " at " + moment, what),
        false,
        null);
  }

  /** As messages say it: {@code model 'vgg'}. */
  static String who(Descriptor type) {
    return "%s '%s'".formatted(type.kind().noun(), type.id());
  }
}
