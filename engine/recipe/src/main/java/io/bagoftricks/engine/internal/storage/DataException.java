package io.bagoftricks.engine.internal.storage;

import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** Data are not there, cannot be read, or are not those that are due. Bad input, not a failure. */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /**
   * With the problem.
   *
   * @param message a sentence
   */
  public DataException(String id, String message, @Nullable IOException cause) {
    this(Problem.error(id, "", message), cause);
  }

  private DataException(Problem problem, @Nullable IOException cause) {
    super(problem.toString(), cause);
    this.problem = problem;
  }

  /** A failure to read data, unless it is one that is told already. */
  public static DataException of(IOException failure) {
    if (failure instanceof DataException told) {
      return told;
    }
    String words = StorageProblems.words(failure);
    String advice =
        failure instanceof AccessDeniedException
            ? " Give this user the permission, or name other data."
            : "";
    return new DataException(
        "data/unreadable", words + (words.endsWith(".") ? "" : ".") + advice, failure);
  }

  /** The problem, without a place. */
  public Problem problem() {
    return problem;
  }

  /** The problem, with the place where the data are named. */
  public Problem problem(String where) {
    return Problem.error(problem.id(), where, problem.message());
  }
}
