package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;

/** The messages about a folder that is not, or is no longer, as a run needs it. */
record RunProblems(Path folder) {
  /**
   * It has something in it.
   *
   * @param otherwise the end of the advice to name another folder
   */
  ProblemException inUse(String otherwise) {
    return problem(
        "run/folder-in-use",
        folder,
        "There is something already, and no run overwrites another. Name a new folder with --output%s"
            .formatted(otherwise));
  }

  /**
   * A file in it has other bytes than the run wrote.
   *
   * @param remedy a further sentence, with a space before it, or nothing
   */
  ProblemException damaged(String name, String reason, String remedy) {
    return problem(
        "run/damaged",
        folder.resolve(name),
        "This file of a run cannot be used: %s. Put it back from a copy.%s"
            .formatted(reason, remedy));
  }

  /** A file in it cannot be read, which may be no fault of the file. */
  ProblemException unusable(String name, IOException reason, String remedy) {
    return reason instanceof AccessDeniedException
        ? problem(
            "run/unreadable",
            folder.resolve(name),
            "%s. Give this user the permission; nothing is known to be wrong with the file."
                .formatted(StorageProblems.words(reason)))
        : damaged(name, StorageProblems.words(reason), remedy);
  }

  /** It is not the folder of a run. */
  ProblemException notARun(String reason) {
    return problem(
        "run/not-a-run",
        folder,
        "This is not the folder of a run: %s. Name a folder that train has made, such as runs/NAME-TIME."
            .formatted(reason));
  }

  /** It could not be made. */
  TrainingException cannotCreate(IOException reason) {
    return new TrainingException(
        "[run/cannot-create] The folder of the run, %s, could not be made: %s. Name another with --output."
            .formatted(folder, StorageProblems.words(reason)),
        reason);
  }

  private static ProblemException problem(String id, Path where, String message) {
    return new ProblemException(List.of(Problem.error(id, where.toString(), message)));
  }
}
