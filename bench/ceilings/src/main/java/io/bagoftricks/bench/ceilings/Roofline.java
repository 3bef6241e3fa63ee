package io.bagoftricks.bench.ceilings;

import io.bagoftricks.bench.driver.Level;
import io.bagoftricks.bench.driver.OurSteps;
import io.bagoftricks.bench.driver.Processor;
import io.bagoftricks.bench.driver.StepOptions;
import io.bagoftricks.bench.driver.StepProfile;
import io.bagoftricks.bench.measure.NumberType;
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
  @CommandLine.Mixin private StepOptions step = new StepOptions();

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
    Level at = processor.levelFor(step.level());
    OurSteps ours =
        new OurSteps(step.model(), step.type(), step.batch(), step.side(), steps, step.level());
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
    NumberType stored = step.type();
    Path file = Files.createTempFile("roofline-", ".json");
    try {
      for (int round = 1; round <= rounds; round++) {
        StepProfile profile = ours.profile(home, step.launcher(home), ceilings.threads(), file);
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
                    home.resolve("recipes").resolve(step.model() + ".json"),
                    List.of("training.batchSize=" + step.batch())),
                OptionalInt.of(step.side())));
    return new NetworkWork(plan.network(), plan.facts().input(), step.batch(), stored);
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
