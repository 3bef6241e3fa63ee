package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** How far a run has come that may be in a folder. */
public enum FolderState {
  /** There is no such folder, or nothing in it: a run may begin there. */
  FREE,
  /**
   * A run has begun, and ended before its first checkpoint: it may begin again. A recipe alone is
   * not a run, but may be what a user has written.
   */
  BEGUN,
  /** There is a checkpoint to go on from. */
  INTERRUPTED,
  /** There is a result. */
  FINISHED,
  /** There is something, but no run, or one that has lost what it takes to go on. */
  OTHER;

  /** The files that a process leaves if it was killed before there was a recipe. */
  private static final Set<String> NOTHING = Set.of(".lock", ".recipe.json.new");

  /**
   * Looks at a folder.
   *
   * @throws TrainingException if it cannot be looked at, with what to do
   */
  public static FolderState of(RunFolder run) {
    if (Files.isRegularFile(run.recipe())) {
      if (run.ending().result().isPresent()) {
        return FINISHED;
      }
      if (run.checkpoints().names().isEmpty()) {
        return !run.hasBegun() || run.ending().hasTraces() || run.hasLostCheckpoints()
            ? OTHER
            : BEGUN;
      }
      return INTERRUPTED;
    }
    Path folder = run.path();
    if (!Files.exists(folder)) {
      return FREE;
    }
    if (!Files.isDirectory(folder)) {
      return OTHER;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> NOTHING.contains(String.valueOf(file.getFileName())))
          ? FREE
          : OTHER;
    } catch (IOException e) {
      throw run.problems().cannotCreate(e);
    }
  }
}
