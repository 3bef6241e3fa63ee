package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How {@code train} is asked to go on with a run. */
public final class ResumeArguments {
  @CommandLine.Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Resumes the run in this folder; it ends in the same bits as a run without a break.")
  private @Nullable Path run;

  @CommandLine.Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "The checkpoint to resume from: last, best or a name; without it "
              + CheckpointStore.LAST
              + ".")
  private @Nullable String from;

  @CommandLine.Option(
      names = "--auto-resume",
      description =
          "With RECIPE and --output: begins the run, goes on with it, or says that it is finished,"
              + " whatever the folder has. One command for supervisors that start a run again and again.")
  private boolean automatic;

  /**
   * Refuses what means nothing without {@code --resume}.
   *
   * @param hasOutput whether a folder is named
   */
  public void check(CommandLine command, boolean hasOutput) {
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
  public boolean isAutomatic() {
    return automatic;
  }

  public Optional<Path> run() {
    return Optional.ofNullable(run);
  }

  /** The checkpoint that is meant, where it is not the last. */
  public Optional<String> from() {
    return Optional.ofNullable(from);
  }
}
