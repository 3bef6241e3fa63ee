package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.bench.Bench;
import io.bagoftricks.engine.bench.BenchData;
import io.bagoftricks.engine.bench.BenchMode;
import io.bagoftricks.engine.bench.BenchResult;
import io.bagoftricks.engine.bench.BenchText;
import io.bagoftricks.engine.cli.internal.invocation.BackendArguments;
import io.bagoftricks.engine.cli.internal.invocation.Converters;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.cli.internal.invocation.OptionRange;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.cli.internal.invocation.RecipeArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.loader.DataRanges;
import io.bagoftricks.engine.internal.storage.CannotWriteException;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.profile.ChromeTrace;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks bench}. */
@CommandLine.Command(
    name = "bench",
    description = {
      "Measures the steps of a recipe on synthetic images.",
      "The recipe's data need not be there. A step is the work of the training thread for one"
          + " batch: the work of tricks on single images (onSample) is done in loader threads and"
          + " is not part of it. The last line on standard output is one JSON object; everything else goes to standard"
          + " error."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final String PROFILE = "--profile";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = Converters.OfBenchMode.class,
      description = "What a step is: ${COMPLETION-CANDIDATES}; without it ${DEFAULT-VALUE}.")
  private BenchMode mode = BenchMode.TRAIN;

  @CommandLine.Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images per step, all at a time unless --set training.microBatch says otherwise;"
              + " without it the recipe's.")
  private @Nullable Integer batch;

  @CommandLine.Option(
      names = "--size",
      paramLabel = "N",
      description = "Height and width of the images; without it those of the recipe's data.")
  private @Nullable Integer size;

  @CommandLine.Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Steps to measure, after a warm-up of at least 2; without it at least 10, and at least"
              + " 10 seconds.")
  private @Nullable Integer steps;

  @CommandLine.Option(
      names = PROFILE,
      paramLabel = "FILE",
      description =
          "Writes a trace of the profiled steps, for chrome://tracing or https://ui.perfetto.dev.")
  private @Nullable Path profile;

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    OptionRange.check(spec, "--batch", batch, TrainingConfig.MOST_IMAGES);
    OptionRange.check(spec, "--size", size, DataRanges.LARGEST_SIDE);
    OptionRange.check(spec, "--steps", steps, OptionRange.MOST_STEPS);
    PrintWriter messages = spec.commandLine().getErr();
    Session session = Session.open(spec, arguments.plugins());
    Recipe recipe = session.read(arguments.recipe(), overrides());
    if (profile != null) {
      OutputPlaces.of(PROFILE, recipe).check(profile);
    }
    RunPlan plan = session.plan(BenchData.replaceIn(recipe, optional(size)));
    Backend backend = backends.open();
    messages.printf("%s on %s%n", plan.recipe().name(), backend.description());
    backend.remark(plan.settings().precision()).ifPresent(messages::println);
    measure(plan, new Bench(plan, backend, mode, optional(steps)));
    return 0;
  }

  /** The measurement is there before the trace is: that it cannot be written takes nothing away. */
  private void measure(RunPlan plan, Bench bench) throws IOException {
    OtherProcesses others = new OtherProcesses(Machine.local());
    if (profile == null) {
      show(plan, bench.run(null), others);
      return;
    }
    try (ChromeTrace trace =
        ChromeTrace.create(invocation.outputs(PROFILE), profile, plan.recipe().name())) {
      show(plan, bench.run(trace), others);
      keep(trace, profile);
    }
  }

  private static void keep(ChromeTrace trace, Path file) throws IOException {
    try {
      trace.keep();
    } catch (IOException e) {
      throw new CannotWriteException(file, Optional.of(PROFILE), e);
    }
  }

  private void show(RunPlan plan, BenchResult result, OtherProcesses others) {
    PrintWriter messages = spec.commandLine().getErr();
    messages.print(BenchText.of(plan, result));
    others.look().ifPresent(messages::println);
    if (profile != null && OutputFiles.isStandardOutput(profile)) { // where nothing else may stand
      return;
    }
    spec.commandLine().getOut().println(Json.line(result));
  }

  /** The batch wins over what is set; the micro-batch gives way to it. */
  private List<String> overrides() {
    if (batch == null) {
      return arguments.overrides();
    }
    List<String> overrides = new ArrayList<>();
    overrides.add("training.microBatch=0");
    overrides.addAll(arguments.overrides());
    overrides.add("training.batchSize=" + batch);
    return overrides;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
