package io.bagoftricks.testkit;

import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All that a trick says of its settings, each finding as {@code setting: message}: {@link
 * TrickBench#check()}.
 */
public final class RecordedProblems implements Problems {
  private final List<String> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private RecordedProblems() {}

  /**
   * Calls a provider's {@code check}.
   *
   * @param <C> the settings
   * @param provider of the trick
   * @param config the settings to check
   * @param facts of the run that they are for
   * @return its findings
   */
  public static <C extends Record> RecordedProblems of(
      TrickProvider<C> provider, C config, RunFacts facts) {
    RecordedProblems problems = new RecordedProblems();
    provider.check(config, facts, problems);
    return problems;
  }

  /**
   * Those of an entry among the problems of a recipe.
   *
   * @param path of the entry, {@code tricks.mixup}
   */
  static RecordedProblems of(List<Problem> found, String path) {
    RecordedProblems problems = new RecordedProblems();
    for (Problem problem : found) {
      String message = problem.message();
      if (problem.id().equals("recipe/setting") && message.startsWith(path)) {
        boolean isError = problem.severity() == Problem.Severity.ERROR;
        String finding = message.substring(path.length()).replaceFirst("^\\.", "");
        (isError ? problems.errors : problems.notes).add(finding);
      }
    }
    return problems;
  }

  @Override
  public void error(String setting, String message) {
    errors.add(setting + ": " + message);
  }

  @Override
  public void unknown(String setting, String name, String kind, Collection<String> known) {
    error(setting, Suggestions.unknown(name, kind, known));
  }

  @Override
  public void note(String setting, String message) {
    notes.add(setting + ": " + message);
  }

  /** {@return the errors, in the order in which they were reported} */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** {@return the notes, in the order in which they were reported} */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
