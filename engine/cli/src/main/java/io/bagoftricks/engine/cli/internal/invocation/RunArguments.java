package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.internal.data.DataFingerprint;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.weights.RunWeights;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/** How commands take a run that was kept. */
public final class RunArguments {
  private static final String LOADER_THREADS = "training.loaderThreads=";

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path folder;

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = "--weights",
      paramLabel = "WHICH",
      description =
          "Which weights: evaluated (without the option), those that the run kept, as evaluated"
              + " last; raw, averaged or last, of the last checkpoint as trained, as averaged by a"
              + " trick, or as evaluated; best, of the best checkpoint. Instead of averaged,"
              + " the id of the trick that averages.")
  private String weights = WeightsChoice.EVALUATED.name();

  @CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Overrides a setting that changes no result, such as the folder of the data: data.root=DIR. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  /** Which weights, in the word that the user had for them. */
  public String weights() {
    return weights.toLowerCase(Locale.ROOT);
  }

  /** Whether the user wants others than those that the run kept. */
  public boolean hasOtherWeights() {
    return !weights().equals(WeightsChoice.EVALUATED.name().toLowerCase(Locale.ROOT));
  }

  public Path folder() {
    return folder;
  }

  public RunPlan plan() {
    return plan(overrides);
  }

  /** The plan, with as many loader threads as there are processors unless the user says. */
  public RunPlan planWithAllProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> all = new ArrayList<>();
    all.add(LOADER_THREADS + Math.min(TrainingConfig.MOST_THREADS, processors));
    all.addAll(overrides);
    return plan(
        overrides.stream().anyMatch(one -> one.startsWith(LOADER_THREADS)) ? overrides : all);
  }

  private RunPlan plan(List<String> overridden) {
    if (WeightsChoice.of(weights).isEmpty() && !Files.isDirectory(folder.resolve("checkpoints"))) {
      throw unknown(List.of());
    }
    return Session.open(spec, plugins.folders()).planOfRun(folder, overridden);
  }

  /** The data of the run's recipe, read from another folder. */
  public DataSource data(Path root) {
    List<String> elsewhere = new ArrayList<>(overrides);
    elsewhere.add("data.root=" + StrictJson.quoted(root.toString()));
    return Session.quiet(spec, plugins.folders())
        .read(folder.resolve("recipe.json"), elsewhere)
        .data()
        .made();
  }

  /**
   * Warns where the data are as many as the run's own, and not they. It reads some images of each
   * split.
   */
  public void warnIfDataChanged(RunPlan plan) {
    String known = RunFolder.open(Disk.local(), folder, plugins.folders()).manifest().data();
    String now;
    try {
      now = TrainingRun.fingerprint(plan);
    } catch (IOException e) { // as where the images to train on are elsewhere
      spec.commandLine()
          .getErr()
          .println(
              OneLine.of(
                  "warning: whether the data are those of the run could not be checked: %s"
                      .formatted(StorageProblems.words(e))));
      return;
    }
    if (DataFingerprint.areComparable(known, now) && !known.equals(now)) {
      spec.commandLine()
          .getErr()
          .print(
              ProblemReport.of(
                  List.of(
                      Problem.warning(
                          "run/data-changed",
                          folder.toString(),
                          "The images or labels are not those that the run was trained and evaluated with, though there are as many. Name the folder of those with --set data.root=DIR, or others on purpose with --data DIR."))));
    }
  }

  public Backend backend() throws BackendUnavailableException {
    return backends.open();
  }

  /** The run's network with its weights; the caller closes it. */
  public Inference open(RunPlan plan, Backend backend, Precision precision) {
    WeightsChoice choice = choice(plan);
    Inference inference = Inference.of(plan, backend, precision);
    try {
      RunWeights.load(RunFolder.open(Disk.local(), folder, plugins.folders()), choice, inference);
      return inference;
    } catch (RuntimeException | Error e) {
      try (inference) {
        throw e;
      }
    }
  }

  private WeightsChoice choice(RunPlan plan) {
    Optional<WeightsChoice> named = WeightsChoice.of(weights);
    if (named.isPresent()) {
      return named.get();
    }
    List<String> choosing =
        plan.at(HookPoint.ON_EVALUATE).stream()
            .filter(trick -> trick.writes(HookPoint.ON_EVALUATE).contains(Slot.EVALUATED_WEIGHTS))
            .map(PlannedTrick::instance)
            .toList();
    if (!choosing.contains(weights)) {
      throw unknown(choosing);
    }
    return WeightsChoice.AVERAGED;
  }

  private CommandLine.ParameterException unknown(List<String> choosing) {
    return new CommandLine.ParameterException(
        spec.commandLine(),
        "--weights is '%s', but must be one of %s%s."
            .formatted(
                weights,
                List.of(WeightsChoice.values()),
                choosing.isEmpty()
                    ? ""
                    : " in any case, or the trick " + String.join(" or ", choosing)));
  }
}
