package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.engine.BegunRun;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.profile.ChromeTrace;
import io.bagoftricks.engine.profile.ProfiledUpdates;
import io.bagoftricks.engine.profile.UpdateRange;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How {@code train} is asked for a trace. */
public final class ProfileArguments {
  private static final String OPTION = "--profile";
  private static final UpdateRange AFTER_WARM_UP = new UpdateRange(11, 30);

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "Writes a trace of some steps, for chrome://tracing or https://ui.perfetto.dev.")
  private @Nullable Path file;

  @CommandLine.Option(
      names = {"--profile-updates", "--profile-steps"},
      paramLabel = "FIRST-LAST",
      converter = Converters.OfUpdateRange.class,
      description = "Which steps are in the trace, counted from 1; without it 11-30.")
  private @Nullable UpdateRange chosen;

  private boolean opened;
  private long firstUpdate;
  private @Nullable ProfiledUpdates profiled;

  /**
   * Refuses steps that the run does not have, or that go nowhere, and a file that it needs.
   *
   * @param run the folder of the run
   */
  public void check(RunPlan plan, Path run) {
    if (file == null) {
      if (chosen != null) {
        throw refusal(
            "--profile-updates is %s, but there is no file for them. Add --profile FILE."
                .formatted(chosen));
      }
      return;
    }
    long all = plan.facts().totalSteps();
    if (updates().last() > all) {
      throw refusal(
          String.format(
              Locale.ROOT,
              "The trace is to have the steps %s, but the run has only %d. Choose among these: --profile-updates %s.",
              updates(),
              all,
              new UpdateRange(1, Math.min(all, 20))));
    }
    try {
      OutputPlaces.of(OPTION, plan.recipe()).training(run).check(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The trace, where one was asked for and there are steps for it; {@link #end} closes it.
   *
   * @param run about to go on
   */
  public Optional<ChromeTrace> open(Invocation invocation, BegunRun run) throws IOException {
    if (file == null) {
      return Optional.empty();
    }
    long done = run.run().progress().updates();
    long all = run.plan().facts().totalSteps();
    if (done < all && done >= updates().last()) {
      warnUnwritten(
          String.format(
              Locale.ROOT,
              "the run goes on behind its steps %s. Choose later ones: --profile-updates %s",
              updates(),
              new UpdateRange(done + 1, Math.min(all, done + 20))));
      return Optional.empty();
    }
    opened = true;
    firstUpdate = Math.max(updates().first(), done + 1);
    return Optional.of(
        ChromeTrace.create(invocation.outputs(OPTION), file, run.plan().recipe().name()));
  }

  /** Whether a trace was written where a command prints its result. */
  public boolean isOnStandardOutput() {
    return file != null && opened && OutputFiles.isStandardOutput(file);
  }

  /** Tells that no trace is written, where one was asked for: the run was finished before. */
  public void noSteps() {
    if (file != null) {
      warnUnwritten("the run is finished, and has no more steps");
    }
  }

  private void warnUnwritten(String reason) {
    spec.commandLine()
        .getErr()
        .println(OneLine.of("warning: the trace %s is not written: %s.".formatted(file, reason)));
  }

  /** Tells a trace of its steps, and passes all reports on. */
  public TrainingListener listener(ChromeTrace trace, TrainingRun run, TrainingListener next) {
    ProfiledUpdates listener = ProfiledUpdates.of(run, trace, updates(), next);
    profiled = listener;
    return listener;
  }

  /** A trace that cannot be written takes nothing away from the run. */
  public void end(ChromeTrace trace) {
    PrintWriter messages = spec.commandLine().getErr();
    long last = profiled == null ? 0 : profiled.last();
    try (trace) {
      if (last < firstUpdate) {
        warnUnwritten(
            String.format(
                Locale.ROOT,
                "the run ended before its step %d. Choose earlier ones with --profile-updates",
                firstUpdate));
        return;
      }
      trace.keep();
      messages.printf(
          "trace of steps %s in %s: open it in https://ui.perfetto.dev or chrome://tracing%n",
          new UpdateRange(firstUpdate, last), OneLine.of(String.valueOf(file)));
    } catch (IOException e) {
      messages.printf(
          "warning: the trace %s could not be written: %s.%n",
          OneLine.of(String.valueOf(file)), OneLine.of(StorageProblems.words(e)));
    }
  }

  private UpdateRange updates() {
    return chosen == null ? AFTER_WARM_UP : chosen;
  }

  private CommandLine.ParameterException refusal(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
