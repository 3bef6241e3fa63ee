package io.bagoftricks.backends.spi;

/**
 * A variable of the environment has a value that a backend cannot take. Nobody falls back to
 * another backend, as where this one does not run.
 */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String variable;
  private final String reason;

  /**
   * Creates it.
   *
   * @param variable the name
   * @param message the value, the rule, what exists, and what to do
   */
  public SettingException(String variable, String message) {
    super(message);
    this.variable = variable;
    this.reason = message;
  }

  /** {@return the value, the rule, what exists, and what to do} */
  public String reason() {
    return reason;
  }

  /** {@return the name of the variable} */
  public String variable() {
    return variable;
  }
}
