package io.bagoftricks.engine.problem;

import io.bagoftricks.engine.internal.text.OneLine;

/**
 * Something a user should know about a recipe or a plugin, on one line.
 *
 * @param severity whether it keeps the recipe from running
 * @param id stable, {@code recipe/unknown-trick}
 * @param where file and line, {@code recipes/cifar.json:7}; empty where there is no place
 * @param message what is wrong, with the value; the rule; what exists or is near; what to do
 */
public record Problem(Severity severity, String id, String where, String message) {
  private static final int LONGEST = 4000;

  /** How bad it is. */
  public enum Severity {
    /** The recipe does not run. */
    ERROR,
    /** It runs, but probably not as meant. */
    WARNING,
    /** Nothing is wrong. */
    NOTE
  }

  /** Place and message are shown on one line, whatever names they have in them. */
  public Problem {
    where = OneLine.of(where);
    message = OneLine.of(message, LONGEST);
  }

  /** An error. */
  public static Problem error(String id, String where, String message) {
    return new Problem(Severity.ERROR, id, where, message);
  }

  /** A warning. */
  public static Problem warning(String id, String where, String message) {
    return new Problem(Severity.WARNING, id, where, message);
  }

  /** A note. */
  public static Problem note(String id, String where, String message) {
    return new Problem(Severity.NOTE, id, where, message);
  }

  @Override
  public String toString() {
    return (where.isEmpty() ? "" : where + ": ") + "[" + id + "] " + message;
  }
}
