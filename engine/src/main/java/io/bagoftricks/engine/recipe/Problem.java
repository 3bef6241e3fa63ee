package io.bagoftricks.engine.recipe;

/**
 * Something a user should know about a recipe or a plugin.
 *
 * @param severity whether it keeps the recipe from running
 * @param id stable, {@code recipe/unknown-trick}
 * @param where file and line, {@code recipes/cifar.json:7}; empty where there is no place
 * @param message what is wrong, with the value; the rule; what exists or is near; what to do
 */
public record Problem(Severity severity, String id, String where, String message) {
  /** How bad it is. */
  public enum Severity {
    /** The recipe does not run. */
    ERROR,
    /** It runs, but probably not as meant. */
    WARNING,
    /** Nothing is wrong. */
    NOTE
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
