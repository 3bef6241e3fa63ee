package io.bagoftricks.engine.recipe;

import java.util.List;

/**
 * One trick of a recipe.
 *
 * @param trick the trick's id
 * @param id the instance's id; the trick's own unless the recipe names another
 * @param after ids of instances it must follow, from the recipe
 * @param window when it acts
 * @param mayHaveNoEffect whether a setup hook may touch nothing, or a window hold no step
 * @param config its settings, defaults filled in
 * @param places of the entry and its settings
 */
public record TrickEntry(
    String trick,
    String id,
    List<String> after,
    TrickWindow window,
    boolean mayHaveNoEffect,
    Record config,
    SettingPlaces places) {
  /** Copies the list. */
  public TrickEntry {
    after = List.copyOf(after);
  }

  /** An entry whose settings have no places of their own. */
  public TrickEntry(
      String trick,
      String id,
      List<String> after,
      TrickWindow window,
      boolean mayHaveNoEffect,
      Record config,
      String where) {
    this(trick, id, after, window, mayHaveNoEffect, config, SettingPlaces.at(where));
  }

  /** A trick that acts during the whole training. */
  public TrickEntry(
      String trick,
      String id,
      List<String> after,
      boolean mayHaveNoEffect,
      Record config,
      String where) {
    this(trick, id, after, TrickWindow.ALWAYS, mayHaveNoEffect, config, where);
  }

  /** File and line. */
  public String where() {
    return places.entry();
  }
}
