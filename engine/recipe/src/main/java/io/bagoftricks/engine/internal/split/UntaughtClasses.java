package io.bagoftricks.engine.internal.split;

import io.bagoftricks.engine.internal.text.ShortList;
import io.bagoftricks.engine.problem.Problem;
import java.util.List;
import java.util.Locale;

/** Classes without any image to train on. */
public final class UntaughtClasses {
  private static final int NAMED = 10;

  private UntaughtClasses() {}

  /**
   * The warning that there are some.
   *
   * @param names of those
   * @param classes there are in all
   * @param where file of the recipe, or nothing
   */
  public static Problem warning(List<String> names, int classes, String where) {
    return Problem.warning(
        "data/empty-class",
        where,
        String.format(
            Locale.ROOT,
            "%d of %d classes have no image to train on, but are outputs of the network all the"
                + " same: %s. Add images of them to train, or take away what makes them classes:"
                + " a folder without images, a line of classes.txt, a number that labels leave out."
                + " Where they belong to a larger problem, leave them.",
            names.size(),
            classes,
            ShortList.of(names, ", ", NAMED)));
  }
}
