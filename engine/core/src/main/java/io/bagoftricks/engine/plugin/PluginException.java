package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.internal.text.OneLine;
import org.jspecify.annotations.Nullable;

/** Code of a plugin failed, or broke one of its rules; the message names it. */
public abstract class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean thrown;

  /**
   * With a message of one line.
   *
   * @param thrown whether code of the plugin threw, so that its author needs to see from where
   */
  PluginException(String message, boolean thrown, @Nullable Throwable cause) {
    super(OneLine.of(message), cause);
    this.thrown = thrown;
  }

  /** Whether code of the plugin threw, so that its author needs to see from where. */
  public final boolean isThrown() {
    return thrown;
  }
}
