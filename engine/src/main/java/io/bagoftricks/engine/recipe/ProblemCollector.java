package io.bagoftricks.engine.recipe;

import java.util.ArrayList;
import java.util.List;

/** Errors of one recipe, collected so that all are reported at once. */
final class ProblemCollector {
  private final List<Problem> problems = new ArrayList<>();

  void error(String id, Location where, String message) {
    problems.add(Problem.error(id, where.toString(), message));
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Everything so far, in the order of the file. */
  RecipeException toException() {
    return new RecipeException(ProblemReport.of(problems).problems());
  }
}
