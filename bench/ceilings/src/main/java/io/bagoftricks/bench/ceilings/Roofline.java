package io.bagoftricks.bench.ceilings;

import io.bagoftricks.bench.driver.Level;
import io.bagoftricks.bench.driver.OurSteps;
import io.bagoftricks.bench.driver.Processor;
import io.bagoftricks.bench.driver.StepProfile;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.bench.BenchData;
import io.bagoftricks.engine.plan.RunPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code bench/roofline}. */
@CommandLine.Command(
    name = "roofline",
    description =
        "Measures what this machine can do at most, and how much of it each layer of a training"
            + " step does.",
    mixinStandardHelpOptions = true)
public final class Roofline implements Callable<Integer> {
  /** Set by the launcher: the folder {@code bench} of the checkout. */
  private static final String HOME = "bench.home";

  private final Path home;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(
      names = "--model",
      defaultValue = "resnet50d",
      description = "One of ${COMPLETION-CANDIDATES}; without it resnet50d.")
  private NetworkName model = NetworkName.RESNET50D;

  @CommandLine.Option(
      names = "--type",
      defaultValue = "bf16",
      description = "What the recipe stores: f32, bf16 or fp16; without it bf16.")
  private NumberType type = NumberType.BF16;

  @CommandLine.Option(
      names = "--level",
      defaultValue = "${env:ONEDNN_MAX_CPU_ISA}",
      description =
          "Limits all to a level of instruction sets, one of ${COMPLETION-CANDIDATES}; without it"
              + " ONEDNN_MAX_CPU_ISA or what the processor has.")
  private @Nullable Level level;

  @CommandLine.Option(
      names = "--batch",
      defaultValue = "16",
      description = "Images per step; without it 16.")
  private int batch;

  @CommandLine.Option(
      names = "--size",
      description = "Side of an image; without it what the model is made for.")
  private @Nullable Integer size;

  @CommandLine.Option(
      names = "--threads",
      defaultValue = "${env:OMP_NUM_THREADS}",
      description =
          "Threads, or several numbers of them with commas between; without it OMP_NUM_THREADS or"
              + " the physical cores.",
      split = ",")
  private List<Integer> threads = List.of();

  @CommandLine.Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often all is measured, of which the best counts; without it 3.")
  private int rounds;

  @CommandLine.Option(
      names = "--steps",
      defaultValue = "5",
      description = "Steps that are profiled in a round; without it 5.")
  private int steps;

  @CommandLine.Option(
      names = "--rows",
      defaultValue = "25",
      description = "How many of the layers that lose most are shown; without it 25.")
  private int shown;

  @CommandLine.Option(names = "--peaks", description = "Measures the machine alone.")
  private boolean peaksAlone;

  @CommandLine.Option(names = "--markdown", description = "Writes the tables in Markdown.")
  private boolean markdown;

  @CommandLine.Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Writes every layer and pass to a file.")
  private @Nullable Path csv;

  @CommandLine.Option(
      names = "--tricks",
      description = "The launcher to measure, such as another checkout's.")
  private @Nullable Path tricks;

  private Roofline(Path home) {
    this.home = home;
  }

  /** Runs it and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(command(Path.of(System.getProperty(HOME, "bench"))).execute(arguments));
  }

  static CommandLine command(Path home) {
    return new CommandLine(new Roofline(home))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Roofline::report);
  }

  @Override
  public Integer call() throws IOException {
    check();
    Processor processor = Processor.ofThisMachine();
    Level at = processor.levelFor(level);
    OurSteps ours = new OurSteps(model, type, batch, side(), steps, Optional.ofNullable(level));
    MeasuredCeilings machine =
        new MeasuredCeilings(at, Peak.at(at, processor), Cache.ofThisMachine());
    List<Ceilings> ceilings = new ArrayList<>();
    for (int count : threads) {
      say("ceilings, %s threads".formatted(count));
      ceilings.add(machine.of(count, rounds));
    }
    print("%s at %s".formatted(processor.name(), at), Report.ceilings(ceilings));
    if (peaksAlone) {
      return 0;
    }
    List<Rows> all = new ArrayList<>();
    for (Ceilings each : ceilings) {
      all.add(rows(ours, each));
    }
    if (csv != null) {
      Files.writeString(csv, Report.csv(ceilings, all));
    }
    return 0;
  }

  private Rows rows(OurSteps ours, Ceilings ceilings) throws IOException {
    StepTrace trace = new StepTrace();
    double median = Double.POSITIVE_INFINITY;
    NumberType stored = type;
    Path file = Files.createTempFile("roofline-", ".json");
    try {
      for (int round = 1; round <= rounds; round++) {
        StepProfile profile =
            ours.profile(
                home,
                tricks != null ? tricks : home.resolveSibling("tricks"),
                ceilings.threads(),
                file);
        say(
            String.format(
                Locale.ROOT,
                "%s, round %d of %d: a step of %.1f ms, the median",
                ours.title(),
                round,
                rounds,
                profile.stepMillis()));
        trace.read(file);
        median = Math.min(median, profile.stepMillis());
        stored = profile.stored();
      }
    } finally {
      Files.delete(file);
    }
    Rows rows = Rows.of(trace, work(stored), ceilings);
    print(
        String.format(
            Locale.ROOT,
            "%s stored as %s, %d threads: the shortest times of all operations add up to %.1f ms per step, the best median of a round is %.1f ms",
            ours.title(),
            stored,
            ceilings.threads(),
            rows.whole().millis(),
            median),
        Report.families(rows));
    print("Where most is lost", Report.layers(rows, shown));
    return rows;
  }

  private NetworkWork work(NumberType stored) {
    Recipes recipes = Recipes.load();
    RunPlan plan =
        recipes.plan(
            BenchData.replaceIn(
                recipes.read(
                    home.resolve("recipes").resolve(model + ".json"),
                    List.of("training.batchSize=" + batch)),
                OptionalInt.of(side())));
    return new NetworkWork(plan.network(), plan.facts().input(), batch, stored);
  }

  private int side() {
    return size != null ? size : model.usualSize();
  }

  private void check() {
    if (threads.isEmpty() || threads.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "--threads is %s, but must be at least 1".formatted(threads));
    }
    if (rounds < 1) {
      throw new IllegalArgumentException(
          "--rounds is %s, but must be at least 1".formatted(rounds));
    }
  }

  private void print(String title, Table table) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(title);
    out.println();
    out.println(markdown ? table.markdown() : table.text());
    out.flush();
  }

  private void say(String message) {
    spec.commandLine().getErr().println(message);
    spec.commandLine().getErr().flush();
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(failure.getMessage());
    return failure instanceof IllegalArgumentException ? 2 : 1;
  }
}
