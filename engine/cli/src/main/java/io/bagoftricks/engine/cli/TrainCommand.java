package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.BegunRun;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.TrainingOptions;
import io.bagoftricks.engine.cli.internal.invocation.BackendArguments;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.ProfileArguments;
import io.bagoftricks.engine.cli.internal.invocation.RecipeArguments;
import io.bagoftricks.engine.cli.internal.invocation.ResumeArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.run.RunNames;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.report.RunReport;
import io.bagoftricks.engine.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks train}. */
@CommandLine.Command(
    name = "train",
    description = {
      "Trains a recipe, or resumes a run.",
      "The last line on standard output is one JSON object; everything else goes to standard error."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();
  @CommandLine.Mixin private ResumeArguments resume = new ResumeArguments();
  @CommandLine.Mixin private ProfileArguments profile = new ProfileArguments();

  @CommandLine.Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The folder of the run; without it runs/<name>-<time>.")
  private @Nullable Path output;

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    PrintWriter messages = spec.commandLine().getErr();
    Session session = Session.open(spec, arguments.plugins());
    RunResult result;
    RunView view = new RunView(invocation, messages, profile);
    try (view) {
      result = train(session, options(view));
    }
    if (!profile.isOnStandardOutput()) {
      spec.commandLine().getOut().println(result.toJson());
    }
    view.begun().ifPresentOrElse(this::report, profile::noSteps);
    return 0;
  }

  private TrainingOptions options(RunView view) {
    return TrainingOptions.defaults()
        .withBackend(backends.named())
        .withOverrides(resume.run().isPresent() ? arguments.overrides() : List.of())
        .withFrom(resume.from())
        .takingUp(resume.isAutomatic())
        .withStop(view.stop())
        .withListener(view::begin)
        .withMessages(spec.commandLine().getErr()::println)
        .withDisk(invocation.disk());
  }

  private RunResult train(Session session, TrainingOptions options)
      throws IOException, BackendUnavailableException {
    Optional<Path> old = resume.run();
    if (old.isPresent()) {
      refuseBeside(arguments.hasRecipe(), "RECIPE");
      refuseBeside(output != null, "--output");
      refuseBeside(resume.isAutomatic(), "--auto-resume");
      invocation.running(
          RunFolder.open(invocation.disk(), old.get(), session.recipes().plugins().folders()));
      return Training.resume(session.recipes(), old.get(), profiled(options, old.get()));
    }
    resume.check(spec.commandLine(), output != null);
    Recipe recipe = session.read(arguments.recipe(), arguments.overrides());
    Path folder =
        output != null
            ? output
            : RunNames.folder(recipe.name(), LocalDateTime.now(ZoneId.systemDefault()));
    if (RunFolder.isRun(folder)) { // what fails before it goes on is kept there too
      invocation.running(
          RunFolder.at(invocation.disk(), folder, session.recipes().plugins().folders()));
    }
    return Training.start(session.recipes(), recipe, folder, profiled(options, folder));
  }

  private TrainingOptions profiled(TrainingOptions options, Path folder) {
    return options.withPlanned(plan -> profile.check(plan, folder));
  }

  /** The run has its result: what only tells about it cannot take that away. */
  private void report(BegunRun run) {
    Path folder = run.folder().path();
    try {
      RunReport.write(run.plan(), folder, invocation.outputs());
    } catch (IOException e) {
      warnUntold(run.folder(), StorageProblems.words(e));
    } catch (RuntimeException e) {
      warnUntold(run.folder(), e.toString());
    }
    tell("kept in " + folder);
  }

  private void warnUntold(RunFolder folder, String reason) {
    tell("warning: " + folder.advice().untold("report.html", reason));
  }

  private void tell(String message) {
    spec.commandLine().getErr().println(OneLine.of(message));
  }

  private void refuseBeside(boolean given, String argument) {
    if (given) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--resume goes on with a run in its folder; leave " + argument + " out.");
    }
  }
}
