package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Problems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.SettingPlaces;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.Collection;

/** Takes what a plugin says of its settings, as problems of the recipe. */
final class SettingProblems implements Problems {
  private static final String ID = "recipe/setting";

  private final String path;
  private final SettingPlaces places;
  private final ProblemList problems;
  private boolean anyError;

  /**
   * Of one entry of the recipe.
   *
   * @param path of the entry, {@code tricks.mixup}
   * @param places of the entry and its settings
   */
  SettingProblems(String path, SettingPlaces places, ProblemList problems) {
    this.path = path;
    this.places = places;
    this.problems = problems;
  }

  /** Of one trick. */
  static SettingProblems of(TrickEntry entry, ProblemList problems) {
    return new SettingProblems("tricks." + entry.id(), entry.places(), problems);
  }

  @Override
  public void error(String setting, String message) {
    anyError = true;
    problems.add(Problem.error(ID, places.of(setting), text(setting, message)));
  }

  @Override
  public void unknown(String setting, String name, String kind, Collection<String> known) {
    error(setting, Suggestions.unknown(name, kind, known));
  }

  @Override
  public void note(String setting, String message) {
    problems.add(Problem.note(ID, places.of(setting), text(setting, message)));
  }

  boolean hasErrors() {
    return anyError;
  }

  private String text(String setting, String message) {
    return path + (setting.isEmpty() ? "" : "." + setting) + ": " + message;
  }
}
