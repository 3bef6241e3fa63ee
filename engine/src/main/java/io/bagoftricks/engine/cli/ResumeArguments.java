package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.checkpoint.CheckpointStore;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.recipe.ResultKey;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.storage.ShellWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How {@code train} is asked to go on with a run. */
final class ResumeArguments {
  @CommandLine.Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Goes on with the run in this folder, to the very bits that it would have ended in.")
  private @Nullable Path run;

  @CommandLine.Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "From where to go on: last, best or the name of one; without it "
              + CheckpointStore.LAST
              + ".")
  private @Nullable String from;

  @CommandLine.Option(
      names = "--auto-resume",
      description =
          "With RECIPE and --output: begins the run, goes on with it, or says that it is finished,"
              + " whatever the folder has. One command for whoever starts a run again and again.")
  private boolean automatic;

  /**
   * Refuses what means nothing without {@code --resume}.
   *
   * @param hasOutput whether a folder is named
   */
  void check(CommandLine command, boolean hasOutput) {
    if (from != null) {
      throw new CommandLine.ParameterException(
          command, "--from says where --resume RUN goes on, and there is no --resume.");
    }
    if (automatic && !hasOutput) {
      throw new CommandLine.ParameterException(
          command, "--auto-resume looks into the folder of the run. Name it: --output DIR.");
    }
  }

  /** Whether a run that is in the folder already is gone on with. */
  boolean isAutomatic() {
    return automatic;
  }

  /** Whether one checkpoint is meant and no other. */
  boolean namesCheckpoint() {
    return from != null;
  }

  Optional<Path> run() {
    return Optional.ofNullable(run);
  }

  String from() {
    return from == null ? CheckpointStore.LAST : from;
  }

  /**
   * Refuses what a run that is finished cannot do any more.
   *
   * @throws RecipeException if more is asked for than the result
   */
  void checkFinished(RunFolder folder, List<String> overrides) {
    if (from != null || !overrides.isEmpty()) {
      throw RunStart.refusal(
          folder,
          "run/finished",
          "The run is finished, so that %s would do nothing. Leave it out to see the result, or start a new run: tricks train %s --set ..."
              .formatted(
                  from != null ? "--from " + from : "--set " + overrides.get(0),
                  ShellWord.of(folder.recipe())));
    }
  }

  /** The recipe of a run, with what may be changed changed. */
  static Recipe recipe(Session session, RunFolder folder, List<String> overrides) {
    String key = session.resultKey(session.read(folder.recipe(), List.of()));
    for (String override : overrides) {
      if (!session.resultKey(session.read(folder.recipe(), List.of(override))).equals(key)) {
        throw RunStart.refusal(
            folder,
            "run/override-changes-result",
            "--set %s would change the result of the run. What may change is %s. Start a new run for anything else."
                .formatted(override, String.join(", ", ResultKey.FREE)));
      }
    }
    return session.read(folder.recipe(), overrides);
  }
}
