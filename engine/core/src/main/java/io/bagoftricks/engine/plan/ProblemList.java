package io.bagoftricks.engine.plan;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Problem.Severity;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far, so that all of them are reported at once. */
final class ProblemList {
  private final Set<Problem> problems = new LinkedHashSet<>();

  /** Adds a problem; one that is known already stays single. */
  void add(Problem problem) {
    problems.add(problem);
  }

  void addAll(Collection<Problem> all) {
    all.forEach(this::add);
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }

  /** Ends planning if there is an error. */
  void throwErrors() {
    if (hasErrors()) {
      throw new ProblemException(sorted());
    }
  }

  /** Worst first, else as found. */
  List<Problem> sorted() {
    return problems.stream().sorted(Comparator.comparing(Problem::severity)).toList();
  }
}
