package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Problems;
import io.bagoftricks.engine.problem.Problem;

/** Takes what a plugin says of its settings, as problems of the recipe. */
final class SettingProblems implements Problems {
  private static final String ID = "recipe/setting";

  private final String path;
  private final String where;
  private final ProblemList problems;
  private boolean anyError;

  /**
   * Of one entry of the recipe.
   *
   * @param path of the entry, {@code tricks.mixup}
   * @param where file and line
   */
  SettingProblems(String path, String where, ProblemList problems) {
    this.path = path;
    this.where = where;
    this.problems = problems;
  }

  @Override
  public void error(String setting, String message) {
    anyError = true;
    problems.add(Problem.error(ID, where, text(setting, message)));
  }

  @Override
  public void note(String setting, String message) {
    problems.add(Problem.note(ID, where, text(setting, message)));
  }

  boolean hasErrors() {
    return anyError;
  }

  private String text(String setting, String message) {
    return path + (setting.isEmpty() ? "" : "." + setting) + ": " + message;
  }
}
