package io.bagoftricks.testkit;

import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrickProvider;
import java.util.ArrayList;
import java.util.List;

/** The findings of a provider's {@code check}, each as {@code setting: message}. */
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

  @Override
  public void error(String setting, String message) {
    errors.add(setting + ": " + message);
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
