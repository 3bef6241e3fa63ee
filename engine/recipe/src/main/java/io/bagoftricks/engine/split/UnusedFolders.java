package io.bagoftricks.engine.split;

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
        "Images are not used, since they lie beside the folder 'train' in folders that are not called as a split: '%s'%s. If they are to choose by, or to be judged by, rename the folder to val or test; else leave it, or take it away."
            .formatted(
                String.join("', '", names.subList(0, Math.min(NAMED, names.size()))),
                names.size() > NAMED ? " and %s more".formatted(names.size() - NAMED) : ""));
  }
}
