package io.bagoftricks.engine.internal.split;

import io.bagoftricks.engine.internal.text.ShortList;
import io.bagoftricks.engine.problem.Problem;
import java.util.List;

/** Folders of images beside the splits. */
public final class UnusedFolders {
  private static final int NAMED = 10;

  private UnusedFolders() {}

  /**
   * The warning that there are some.
   *
   * @param names of those
   * @param where file of the recipe, or nothing
   */
  public static Problem warning(List<String> names, String where) {
    return Problem.warning(
        "data/unused-folder",
        where,
        "Images of these classes are not used, since their folders are not called as a split (train, val, test): %s. Rename one that is to be a split; leave or take away the others."
            .formatted(ShortList.of(names.stream().map("'%s'"::formatted).toList(), ", ", NAMED)));
  }
}
