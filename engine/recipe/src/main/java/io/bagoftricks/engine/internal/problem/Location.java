package io.bagoftricks.engine.internal.problem;

import io.bagoftricks.engine.problem.Quotes;

/**
 * Where a value was written.
 *
 * @param source the file, or the command line's override
 * @param line from 1; 0 for an override
 * @param column from 1; 0 for an override
 */
public record Location(String source, int line, int column) {
  /** A value from the command line. */
  public static Location ofOverride(String override) {
    return new Location("--set " + Quotes.abbreviate(override), 0, 0);
  }

  public boolean isOverride() {
    return line == 0;
  }

  @Override
  public String toString() {
    return isOverride() ? source : source + ":" + line;
  }
}
