package io.bagoftricks.engine.internal.problem;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Errors of one recipe, collected so that all are reported at once: a thousand and no more. */
public final class ProblemCollector {
  private static final int MOST = 1000;

  private final List<Problem> problems = new ArrayList<>();

  public void error(String id, Location where, String message) {
    add(Problem.error(id, where.toString(), message));
  }

  public void add(Problem problem) {
    if (!isFull()) {
      problems.add(problem);
    }
  }

  /** Whether no more are told: what looks for them may end. */
  public boolean isFull() {
    return problems.size() >= MOST;
  }

  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Everything so far, in the order of the file. */
  public ProblemException toException() {
    List<Problem> told = new ArrayList<>(problems);
    if (isFull()) {
      told.add(
          Problem.error(
              "recipe/too-many-problems",
              "",
              String.format(
                  Locale.ROOT,
                  "There may be more than these %d. Fix them first. Is it a recipe?",
                  MOST)));
    }
    return new ProblemException(ProblemReport.of(told).problems());
  }
}
