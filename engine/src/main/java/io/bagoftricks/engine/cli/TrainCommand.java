package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.checkpoint.Checkpoint;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.report.RunReport;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.run.RunKeeper;
import io.bagoftricks.engine.storage.FolderLock;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.TrainingRun;
import io.bagoftricks.engine.train.UpdateReport;
import io.bagoftricks.engine.weights.StartingWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    Session session = Session.open(spec.commandLine().getErr(), arguments.plugins());
    Optional<Path> old = resume.run();
    if (old.isPresent()) {
      refuseBeside(arguments.hasRecipe(), "RECIPE");
      refuseBeside(output != null, "--output");
      goOn(session, RunFolder.open(main.disk(), old.get()));
    } else {
      begin(session);
    }
    return 0;
  }

  private void begin(Session session) throws IOException, BackendUnavailableException {
    Recipe recipe = session.read(arguments.recipe(), arguments.overrides());
    RunStart start = start(session, recipe, backends.named());
    Path folder =
        output != null
            ? output
            : RunFolder.of(recipe.name(), LocalDateTime.now(ZoneId.systemDefault()));
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      Optional<String> weights = StartingWeights.load(start.plan(), run.weights());
      RunFolder kept = start.anew(main.disk(), folder, run);
      try (FolderLock lock = FolderLock.take(kept.path())) {
        lock.warning().ifPresent(this::warn);
        weights.ifPresent(spec.commandLine().getErr()::println);
        train(start, run, kept);
      }
    }
  }

  private void goOn(Session session, RunFolder folder)
      throws IOException, BackendUnavailableException {
    Optional<String> result = folder.result();
    if (result.isPresent()) {
      resume.checkFinished(folder, arguments.overrides());
      spec.commandLine()
          .getErr()
          .printf("%s is finished; there is nothing left to do%n", folder.path());
      spec.commandLine().getOut().println(result.get());
      return;
    }
    try (FolderLock lock = FolderLock.take(folder.path())) {
      lock.warning().ifPresent(this::warn);
      goOnAlone(session, folder);
    }
  }

  private void goOnAlone(Session session, RunFolder folder)
      throws IOException, BackendUnavailableException {
    Recipe recipe = ResumeArguments.recipe(session, folder, arguments.overrides());
    folder.checkpoints().clean();
    Checkpoint checkpoint = folder.checkpoints().open(resume.from());
    RunStart start = start(session, recipe, RunStart.backendOf(folder, backends.named()));
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      start
          .goOn(folder, checkpoint, run, !arguments.overrides().isEmpty())
          .forEach(difference -> warn("the result may differ: " + difference));
      spec.commandLine()
          .getErr()
          .printf(
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
        RunOutputs outputs = RunOutputs.open(kept, plan, run.progress().updates())) {
      RunKeeper keeper = new RunKeeper(kept, plan, start.resultKey(), signals.request());
      result = profile.train(run, plan, new Recording(view, kept).and(outputs), keeper);
    }
    run.withEvaluatedWeights(kept::save);
    kept.writeReceipts(plan, run.progress());
    String line =
        Json.line(TrainResultLine.of(kept.path().toString(), start.backend().id(), result));
    RunReport.write(plan, kept.path());
    kept.writeResult(line);
    messages.printf("kept in %s%n", kept.path());
    spec.commandLine().getOut().println(line);
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("warning: " + message);
  }

  private void refuseBeside(boolean given, String argument) {
    if (given) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--resume goes on with a run in its folder; leave " + argument + " out.");
    }
  }

  /** Shows what happens, and keeps it. */
  private record Recording(TrainingListener view, RunFolder folder) implements TrainingListener {
    @Override
    public void onUpdate(UpdateReport update) {
      view.onUpdate(update);
    }

    @Override
    public void onEpoch(EpochReport epoch) {
      view.onEpoch(epoch);
      try {
        folder.append(epoch);
      } catch (IOException e) {
        throw new TrainingException(
            folder.failure("The line of epoch " + (epoch.epoch() + 1) + " in metrics.csv", e), e);
      }
    }

    @Override
    public void onWarning(String message) {
      view.onWarning(message);
    }
  }
}
