package io.bagoftricks.engine.run;

/** A run was asked to stop, and did. The message says how to go on. */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public RunStoppedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
