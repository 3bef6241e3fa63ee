package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.TrainingRun;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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
    description =
        "Trains a recipe. The last line on standard output is one JSON object; all else goes to"
            + " standard error.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Main main;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();
  @CommandLine.Mixin private ProfileArguments profile = new ProfileArguments();

  @CommandLine.Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the run is kept; without it runs/<name>-<time>.")
  private @Nullable Path output;

  @CommandLine.Option(
      names = "--backend",
      description = "The backend; without it the fastest that runs here.")
  private @Nullable String backendId;

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    PrintWriter messages = spec.commandLine().getErr();
    Session session = Session.open(messages, arguments.plugins());
    RunPlan plan = session.plan(session.read(arguments.recipe(), arguments.overrides()));
    profile.check(plan);
    Backend backend =
        BackendRegistry.of(Session.class.getClassLoader())
            .open(Optional.ofNullable(backendId), messages::println);
    Path folder =
        output != null
            ? output
            : RunFolder.of(plan.recipe().name(), LocalDateTime.now(ZoneId.systemDefault()));
    try (TrainingRun run = TrainingRun.of(plan, backend)) {
      RunFolder kept = RunFolder.create(folder, session.resolved(plan.recipe()));
      messages.printf("%s on %s%n", plan.recipe().name(), backend.description());
      backend
          .remark(plan.settings().precision())
          .ifPresent(remark -> messages.println("note: " + remark));
      TrainingResult result;
      try (ProgressView view =
          new ProgressView(
              messages, main.isTerminal(), plan.facts().epochs(), plan.facts().stepsPerEpoch())) {
        result = profile.train(run, plan, new Recording(view, kept));
      }
      run.withEvaluatedWeights(kept::save);
      messages.printf("kept in %s%n", folder);
      TrainResultLine line = TrainResultLine.of(folder.toString(), backend.id(), result);
      spec.commandLine().getOut().println(Json.line(line));
    }
    return 0;
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
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onWarning(String message) {
      view.onWarning(message);
    }
  }
}
