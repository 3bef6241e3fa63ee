package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.problem.Quotes;
import java.util.regex.Pattern;

/**
 * The keys of a recipe that stand in no section.
 *
 * @param name of the run, and a part of its folder's name
 */
record RecipeName(String name) {
  /** The pattern of a name. */
  static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$");

  /** Checks that the name can be a folder's. */
  RecipeName {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name is %s, but must be 1 to 100 letters, digits, '.', '-' or '_', and begin with a letter or digit"
              .formatted(Quotes.text(name)));
    }
  }

  /** Stands in for a name that is missing. */
  static RecipeName defaults() {
    return new RecipeName("recipe");
  }
}
