package io.bagoftricks.engine.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A recipe cannot run. Its message lists all problems, one per line. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** With everything that was found; at least one of it an error. */
  public ProblemException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Everything that was found. */
  public List<Problem> problems() {
    return problems;
  }
}
