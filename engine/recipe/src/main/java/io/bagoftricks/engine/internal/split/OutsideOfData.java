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
      throw new ProblemException(
          List.of(
              Problem.error(
                  "data/output-inside",
                  folder.toString(),
                  "This is inside of the folder of images, data.root, so that what is written there would be taken for classes and images. Name a place outside of it %s."
                      .formatted(how))));
    }
  }
}
