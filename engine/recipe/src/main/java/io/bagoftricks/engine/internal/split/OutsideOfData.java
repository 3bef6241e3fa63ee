package io.bagoftricks.engine.internal.split;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The place where a command that reads data writes a folder. */
public final class OutsideOfData {
  private OutsideOfData() {}

  /**
   * Refuses a folder that would be taken for a part of the data.
   *
   * @param how another is named, the end of a sentence
   * @throws ProblemException if it would
   * @throws IOException if it cannot be looked at
   */
  public static void check(DataSource data, Path folder, String how) throws IOException {
    if (KnownSource.of(data).wouldTake(folder)) {
      throw inside(folder, how);
    }
  }

  /**
   * Refuses a folder whose pictures would be taken for images of a class. Those beside the folders
   * of classes are not.
   *
   * @param how another is named, the end of a sentence
   * @throws ProblemException if they would
   * @throws IOException if it cannot be looked at
   */
  public static void checkPictures(DataSource data, Path folder, String how) throws IOException {
    KnownSource source = KnownSource.of(data);
    Path above = folder.toAbsolutePath().normalize().getParent();
    if (above != null && source.wouldTake(folder) && source.wouldTake(above)) {
      throw inside(folder, how);
    }
  }

  private static ProblemException inside(Path folder, String how) {
    return new ProblemException(
        List.of(
            Problem.error(
                "data/output-inside",
                folder.toString(),
                "This is inside of the folder of images, data.root, so that what is written there would be taken for classes and images. Name a place outside of it %s."
                    .formatted(how))));
  }
}
