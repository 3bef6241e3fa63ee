package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.checkpoint.Checkpoint;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.report.RunReport;
import io.bagoftricks.engine.run.FolderState;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.run.RunKeeper;
import io.bagoftricks.engine.storage.FolderLock;
import io.bagoftricks.engine.storage.StorageProblems;
import io.bagoftricks.engine.text.OneLine;
import io.bagoftricks.engine.train.ReplayCheck;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.TrainingRun;
import io.bagoftricks.engine.weights.StartingWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks train}. */
@CommandLine.Command(
    name = "train",
    description = {
      "Trains a recipe, or goes on with a run.",
      "The last line on standard output is one JSON object; all else goes to standard error."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Main main;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();
  @CommandLine.Mixin private ResumeArguments resume = new ResumeArguments();
  @CommandLine.Mixin private ProfileArguments profile = new ProfileArguments();

  @CommandLine.Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the run is kept; without it runs/<name>-<time>.")
  private @Nullable Path output;

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    Session session = Session.open(spec, arguments.plugins());
    Optional<Path> old = resume.run();
    if (old.isPresent()) {
      refuseBeside(arguments.hasRecipe(), "RECIPE");
      refuseBeside(output != null, "--output");
      RunFolder folder = RunFolder.open(main.disk(), old.get());
      if (!isFinished(folder, true)) {
        goOn(session, folder, () -> ResumeArguments.recipe(session, folder, arguments.overrides()));
      }
      return 0;
    }
    resume.check(spec.commandLine(), output != null);
    Recipe recipe = session.read(arguments.recipe(), arguments.overrides());
    RunFolder folder =
        RunFolder.at(
            main.disk(),
            output != null
                ? output
                : RunFolder.of(recipe.name(), LocalDateTime.now(ZoneId.systemDefault())));
    switch (FolderState.of(folder)) {
      case FREE -> begin(session, recipe, folder);
      case BEGUN -> {
        RunStart.checkSame(session, folder, recipe);
        goOn(session, folder, () -> recipe);
      }
      case INTERRUPTED, FINISHED -> {
        if (!resume.isAutomatic()) {
          throw folder.inUse();
        }
        RunStart.checkSame(session, folder, recipe);
        if (!isFinished(folder, false)) {
          goOn(session, folder, () -> recipe);
        }
      }
      case OTHER -> throw folder.inUse();
    }
    return 0;
  }

  private void begin(Session session, Recipe recipe, RunFolder folder)
      throws IOException, BackendUnavailableException {
    RunStart start = start(session, recipe, backends.named());
    if (recipe.training().strict()) {
      new ReplayCheck(() -> session.quietPlan(recipe), start.backend()).run();
    }
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      Optional<String> weights = StartingWeights.load(start.plan(), run.weights());
      folder.make();
      try (FolderLock lock = FolderLock.take(folder.path())) {
        lock.warning().ifPresent(this::warn);
        start.anew(folder, run);
        main.running(folder);
        weights.ifPresent(this::tell);
        train(start, run, folder);
      }
    }
  }

  /** Whether there is nothing left to do; the result is printed again then. */
  private boolean isFinished(RunFolder folder, boolean alone) throws IOException {
    Optional<String> result = folder.result();
    if (result.isEmpty()) {
      return false;
    }
    if (alone) {
      resume.checkFinished(folder, arguments.overrides());
    }
    folder.checkWeights();
    tell("%s is finished; there is nothing left to do".formatted(folder.path()));
    spec.commandLine().getOut().println(result.get());
    return true;
  }

  /** From the last checkpoint, or from the beginning where there is none. */
  private void goOn(Session session, RunFolder folder, Supplier<Recipe> recipe)
      throws IOException, BackendUnavailableException {
    try (FolderLock lock = FolderLock.take(folder.path())) {
      lock.warning().ifPresent(this::warn);
      main.running(folder);
      folder.checkpoints().clean();
      if (FolderState.of(folder) == FolderState.BEGUN && !resume.namesCheckpoint()) {
        beginAgain(session, recipe.get(), folder);
      } else {
        goOnFromCheckpoint(session, recipe.get(), folder);
      }
    }
  }

  private void beginAgain(Session session, Recipe recipe, RunFolder folder)
      throws IOException, BackendUnavailableException {
    RunStart start =
        start(session, recipe, backends.named().or(() -> RunStart.backendBefore(folder)));
    if (recipe.training().strict()) {
      new ReplayCheck(() -> session.quietPlan(recipe), start.backend()).run();
    }
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      Optional<String> weights = StartingWeights.load(start.plan(), run.weights());
      spec.commandLine()
          .getErr()
          .printf(
              "%s has a run that ended before its first checkpoint; it begins again%n",
              folder.path());
      start.anew(folder, run);
      weights.ifPresent(this::tell);
      train(start, run, folder);
    }
  }

  private void goOnFromCheckpoint(Session session, Recipe recipe, RunFolder folder)
      throws IOException, BackendUnavailableException {
    Checkpoint checkpoint = folder.checkpoints().open(resume.from());
    RunStart start = start(session, recipe, RunStart.backendOf(folder, backends.named()));
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      start
          .goOn(folder, checkpoint, run)
          .forEach(difference -> warn("the result may differ: " + difference));
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "going on after update %d of %d (%s)%n",
              checkpoint.progress().updates(),
              start.plan().facts().totalSteps(),
              checkpoint.name());
      train(start, run, folder);
    }
  }

  private RunStart start(Session session, Recipe recipe, Optional<String> backend)
      throws BackendUnavailableException {
    RunPlan plan = session.plan(recipe);
    profile.check(plan);
    return new RunStart(session, plan, backends.open(backend), session.resultKey(recipe));
  }

  private void train(RunStart start, TrainingRun run, RunFolder kept) throws IOException {
    PrintWriter messages = spec.commandLine().getErr();
    RunPlan plan = start.plan();
    messages.printf("%s on %s%n", plan.recipe().name(), start.backend().description());
    start
        .backend()
        .remark(plan.settings().precision())
        .ifPresent(remark -> messages.println("note: " + remark));
    TrainingResult result;
    try (StopSignals signals = StopSignals.open(messages);
        ProgressView view =
            new ProgressView(
                messages, main.isTerminal(), plan.facts().epochs(), plan.facts().stepsPerEpoch());
        RunOutputs outputs =
            RunOutputs.open(main.disk(), kept, plan, run.progress().updates(), view::onWarning)) {
      RunKeeper keeper = new RunKeeper(kept, plan, start.resultKey(), signals.request());
      result = profile.train(main.outputs(), run, plan, view.and(outputs), keeper);
    }
    String weights = run.withEvaluatedWeights(kept::save);
    String line =
        Json.line(
            TrainResultLine.of(kept.path().toString(), start.backend().id(), weights, result));
    kept.writeResult(line);
    spec.commandLine().getOut().println(line);
    tell("receipts.csv", kept, () -> kept.writeReceipts(plan, run.progress()));
    tell("metrics.csv", kept, kept::completeMetrics);
    tell("report.html", kept, () -> RunReport.write(plan, kept.path(), main.outputs()));
    tell("kept in " + kept.path());
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** The run has its result: what only tells about it cannot take that away. */
  private void tell(String file, RunFolder kept, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      warnUntold(file, kept, StorageProblems.words(e));
    } catch (RuntimeException e) {
      warnUntold(file, kept, e.toString());
    }
  }

  private void warnUntold(String file, RunFolder kept, String reason) {
    warn(
        "[run/untold] %s could not be written: %s. The run is finished all the same; when the cause is gone, write its report with: tricks report %s"
            .formatted(file, reason, kept.path()));
  }

  private void tell(String message) {
    spec.commandLine().getErr().println(OneLine.of(message));
  }

  private void warn(String message) {
    spec.commandLine().getErr().println(OneLine.of("warning: " + message));
  }

  private void refuseBeside(boolean given, String argument) {
    if (given) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--resume goes on with a run in its folder; leave " + argument + " out.");
    }
  }
}
