package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.TrainingOptions;
import io.bagoftricks.engine.ablate.Ablation;
import io.bagoftricks.engine.ablate.AblationFiles;
import io.bagoftricks.engine.ablate.AblationMode;
import io.bagoftricks.engine.ablate.Row;
import io.bagoftricks.engine.ablate.Variant;
import io.bagoftricks.engine.cli.internal.invocation.BackendArguments;
import io.bagoftricks.engine.cli.internal.invocation.Converters;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.OptionRange;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.cli.internal.invocation.Picture;
import io.bagoftricks.engine.cli.internal.invocation.RecipeArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.split.OutsideOfData;
import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks ablate}. */
@CommandLine.Command(
    name = "ablate",
    description = {
      "Compares a recipe with subsets of its tricks.",
      "Trains each with the same seeds: paired differences of the validation accuracy with 95 %%"
          + " intervals. Stopped, it goes on when it is started again with the same folder. Leaves"
          + " ablation.csv, ablation.md, ablation.png and the finished runs."
    },
    mixinStandardHelpOptions = true)
final class AblateCommand implements Callable<Integer> {
  private static final String OUTPUT = "--output";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();

  @CommandLine.Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = Converters.OfAblationMode.class,
      description = "Which subsets: ${COMPLETION-CANDIDATES}; without it ${DEFAULT-VALUE}.")
  private AblationMode mode = AblationMode.CUMULATIVE;

  @CommandLine.Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Runs of each subset; without it ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @CommandLine.Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of each run; without it the recipe's.")
  private @Nullable Integer epochs;

  @CommandLine.Option(
      names = "--keep",
      paramLabel = "TRICK",
      split = ",",
      description = "Tricks that every subset has, such as those that prepare images. Repeatable.")
  private List<String> kept = new ArrayList<>();

  @CommandLine.Option(
      names = "--instead",
      paramLabel = "TRICK=OTHER",
      split = ",",
      description =
          "Another trick of the recipe, there with \"enabled\": false, that subsets without TRICK have in its place: another schedule, for instance. Repeatable.")
  private Map<String, String> standIns = new LinkedHashMap<>();

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = OUTPUT,
      paramLabel = "DIR",
      description = "The folder of all results; without it runs/<name>-<mode>.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    OptionRange.check(spec, "--seeds", seeds, OptionRange.MOST_STEPS);
    OptionRange.check(spec, "--epochs", epochs, TrainingConfig.MOST_EPOCHS);
    PrintWriter messages = spec.commandLine().getErr();
    Session session = Session.open(spec, arguments.plugins());
    List<Variant> variants =
        Variant.of(session.read(arguments.recipe(), overrides(List.of())), mode, kept);
    Recipe recipe = withStandIns(session);
    Path folder = output != null ? output : Path.of("runs", recipe.name() + "-" + mode);
    OutputPlaces.of(OUTPUT, recipe).check(folder, AblationFiles.NAMES);
    OutsideOfData.check(recipe.data().made(), folder, "with --output");
    Backend backend = backend(folder);
    Ablation ablation =
        new Ablation(
            recipe,
            Variant.with(standIns, variants, recipe),
            seeds,
            session::quietPlan,
            session::resolved,
            backend.id(),
            trainer(session, backend));
    invocation.disk().createFolders(folder);
    List<Row> rows;
    try (FolderLock lock = FolderLock.take(folder)) {
      lock.warning().ifPresent(warning -> messages.println("warning: " + OneLine.of(warning)));
      invocation.advise(
          OneLine.of(
              "Runs that are finished are kept in %s. When the cause is gone, the same command goes on."
                  .formatted(folder)));
      rows = ablation.run(folder, messages::println);
    }
    String table = AblationFiles.markdown(rows);
    OutputFiles outputs = invocation.outputs(OUTPUT);
    outputs.write(folder.resolve(AblationFiles.CSV), AblationFiles.csv(rows));
    outputs.write(folder.resolve(AblationFiles.MARKDOWN), table);
    spec.commandLine().getOut().print(table);
    long without = rows.stream().mapToLong(Row::withoutResult).sum();
    if (without > 0) {
      messages.printf(
          Locale.ROOT,
          "[ablate/no-result] %d of %d runs have no result. The table says which; means and differences"
              + " are of the others.%n",
          without,
          rows.size() * seeds);
    }
    Path picture = folder.resolve(AblationFiles.PICTURE);
    String title = recipe.name() + ", " + mode + ", " + seeds + " seeds";
    Picture.draw(picture, () -> keep(AblationFiles.picture(title, rows), picture), messages);
    return without > 0 ? 1 : 0;
  }

  /** The one that the user names, or that the ablation was begun with, or the fastest. */
  private Backend backend(Path folder) throws IOException, BackendUnavailableException {
    Optional<String> named = backends.named();
    return backends.open(named.isPresent() ? named : Ablation.backendIn(folder));
  }

  /** The recipe in which tricks that stand in for others are there. */
  private Recipe withStandIns(Session session) {
    try {
      return session.read(arguments.recipe(), overrides(standIns.values()));
    } catch (ProblemException e) { // the recipe without them could be read
      throw new ProblemException(e.problems().stream().map(this::ofStandIn).toList());
    }
  }

  private Problem ofStandIn(Problem problem) {
    return standIns.entrySet().stream()
        .filter(
            each ->
                problem.id().equals("recipe/bad-override")
                    && problem.where().equals("--set " + enabled(each.getValue())))
        .findFirst()
        .map(
            each ->
                Problem.error(
                    "ablate/unknown-trick",
                    String.valueOf(arguments.recipe()),
                    "--instead has '%s=%s'. %s"
                        .formatted(each.getKey(), each.getValue(), problem.message())))
        .orElse(problem);
  }

  private static String enabled(String trick) {
    return "tricks." + trick + ".enabled=true";
  }

  /** Trains on one backend, goes on with what was stopped, and tells of warnings. */
  private Ablation.Trainer trainer(Session session, Backend backend) {
    PrintWriter messages = spec.commandLine().getErr();
    TrainingOptions options =
        TrainingOptions.defaults()
            .withBackend(Optional.of(backend.id()))
            .takingUp(true)
            .withDisk(invocation.disk())
            .withListener(
                run -> {
                  invocation.running(run.folder());
                  return new Warnings(messages);
                });
    return (variant, folder) -> Training.start(session.recipes(), variant, folder, options);
  }

  private record Warnings(PrintWriter messages) implements TrainingListener {
    @Override
    public void onWarning(String message) {
      messages.println("warning: " + OneLine.of(message));
    }
  }

  /** Where there is nothing to draw, an older picture is wrong. */
  private void keep(Optional<byte[]> picture, Path file) throws IOException {
    if (picture.isPresent()) {
      invocation.outputs(OUTPUT).write(file, picture.get());
    } else {
      invocation.disk().delete(file);
    }
  }

  private List<String> overrides(Collection<String> enabled) {
    List<String> overrides = new ArrayList<>(arguments.overrides());
    enabled.forEach(trick -> overrides.add(enabled(trick)));
    if (epochs != null) {
      overrides.add("training.epochs=" + epochs);
    }
    return overrides;
  }
}
