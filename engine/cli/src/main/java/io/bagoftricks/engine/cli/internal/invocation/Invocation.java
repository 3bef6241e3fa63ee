package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.storage.Disk;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of the command {@code tricks}: where it writes, and what it is at. For its commands; who
 * calls the command uses the static methods of {@code Main}.
 */
public class Invocation {
  private final boolean terminal;
  private final Disk disk;
  private final RunningCalls calls = new RunningCalls();
  private volatile @Nullable RunFolder run;
  private volatile @Nullable String advice;

  /**
   * A call that is at nothing yet.
   *
   * @param terminal whether messages go to a terminal
   * @param disk where runs are kept
   */
  protected Invocation(boolean terminal, Disk disk) {
    this.terminal = terminal;
    this.disk = disk;
  }

  /** Whether messages go to a terminal. */
  public final boolean isTerminal() {
    return terminal;
  }

  /** Where runs are kept. */
  public final Disk disk() {
    return disk;
  }

  /** Writes files whose places are fixed. */
  public final OutputFiles outputs() {
    return new OutputFiles(disk, Optional.empty());
  }

  /** Writes the files that a user names with an option. */
  public final OutputFiles outputs(String option) {
    return new OutputFiles(disk, Optional.of(option));
  }

  /** Knows who is in the code of a trick. */
  public final RunningCalls calls() {
    return calls;
  }

  /** The run that is under way or was last, if the command is one that trains. */
  public final Optional<RunFolder> run() {
    return Optional.ofNullable(run);
  }

  /** A run begins, or goes on, in its folder. */
  public final void running(RunFolder folder) {
    run = folder;
  }

  /** The command goes on in a way of its own, whatever runs it is at. */
  public final void advise(String how) {
    advice = how;
  }

  /** How to go on after a failure, in sentences; empty where nothing was begun. */
  public final Optional<String> toGoOn() {
    String own = advice;
    return own == null ? run().map(folder -> folder.advice().toGoOn()) : Optional.of(own);
  }
}
