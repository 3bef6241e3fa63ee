package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.Problems;
import io.bagoftricks.engine.problem.Suggestions;
import java.util.Collection;

/** Throws what a trick says is wrong with its settings, and forgets notes: for a mere trial. */
public final class ThrownProblems implements Problems {
  /**
   * Ends the hook.
   *
   * @throws IllegalArgumentException always
   */
  @Override
  public void error(String setting, String message) {
    throw new IllegalArgumentException(setting.isEmpty() ? message : setting + ": " + message);
  }

  @Override
  public void unknown(String setting, String name, String kind, Collection<String> known) {
    error(setting, Suggestions.unknown(name, kind, known));
  }

  @Override
  public void note(String setting, String message) {}
}
