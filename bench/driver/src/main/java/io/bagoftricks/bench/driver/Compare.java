package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.JsonLine;
import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code bench/compare}. */
@CommandLine.Command(
    name = "compare",
    description =
        "Compares our engine with a peer: separate processes in turn, quartiles of the pairwise"
            + " ratios, the ratio of the bests, peak memory. The last line on standard output is one"
            + " JSON object.",
    mixinStandardHelpOptions = true)
public final class Compare implements Callable<Integer> {
  /** Set by the launcher: the folder {@code bench} of the checkout. */
  private static final String HOME = "bench.home";

  private final Path home;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private StepOptions step = new StepOptions();

  @CommandLine.Option(
      names = "--all",
      description =
          "Measures every row of the table of targets of the level; the options that describe the"
              + " work do not count.")
  private boolean all;

  @CommandLine.Option(
      names = "--peer",
      defaultValue = "libtorch",
      description = "One of ${COMPLETION-CANDIDATES}; without it libtorch.")
  private Peer peer = Peer.LIBTORCH;

  @CommandLine.Option(
      names = "--mode",
      defaultValue = "train",
      description = "One of ${COMPLETION-CANDIDATES}; without it train.")
  private Mode mode = Mode.TRAIN;

  @CommandLine.Option(
      names = "--peer-type",
      description =
          "What the peer computes in: f32, bf16, fp16, or several of them with commas between, of"
              + " which the fastest counts; without it as ours for libtorch, f32 for the others.",
      split = ",")
  private List<NumberType> peerTypes = List.of();

  @CommandLine.Option(
      names = "--pairs",
      defaultValue = "7",
      description = "How often both are measured; without it 7, fewer are a trial.")
  private int pairs;

  @CommandLine.Option(
      names = "--iterations",
      defaultValue = "7",
      description = "Steps that count in a process; without it 7.")
  private int iterations;

  @CommandLine.Option(
      names = "--peer-iterations",
      description = "The same of the peer; without it as ours for libtorch, 1 for DL4J.")
  private @Nullable Integer peerIterations;

  @CommandLine.Option(
      names = "--threads",
      defaultValue = "${env:OMP_NUM_THREADS}",
      description = "Threads of both sides; without it OMP_NUM_THREADS or the physical cores.")
  private int threads;

  @CommandLine.Option(names = "--backend", description = "Our backend.")
  private @Nullable String backend;

  private Compare(Path home) {
    this.home = home;
  }

  /** Runs it and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Compare(Path.of(System.getProperty(HOME, "bench"))))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Compare::report)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Effort effort = effort();
    if (effort.pairs() < Effort.ENOUGH_PAIRS) {
      say("fewer than %s pairs: a trial, not a result".formatted(Effort.ENOUGH_PAIRS));
    }
    Conditions conditions = conditions();
    out.println(conditions.heading());
    out.println();
    out.println(MarkdownTable.HEADER);
    if (!all) {
      Comparison comparison = compare(work(), effort);
      out.println(MarkdownTable.row(comparison));
      out.println(JsonLine.of(ComparisonLine.of(comparison, conditions)));
      return 0;
    }
    List<ComparisonLine> lines = new ArrayList<>();
    for (Target target : Target.at(conditions.level())) {
      Comparison comparison = compare(target.work(), effort);
      out.println(MarkdownTable.row(comparison, target, conditions.level()));
      out.flush();
      lines.add(ComparisonLine.of(comparison, conditions));
    }
    out.println(JsonLine.of(new TableLine(lines)));
    return 0;
  }

  private Comparison compare(Case work, Effort effort) {
    say(work.title());
    Commands commands = new Commands(home, step.launcher(home));
    PairedRun run = new PairedRun(this::say);
    Map<Opponent, Contestant> trials = new LinkedHashMap<>();
    for (Opponent opponent : work.peer().opponents(work.peerTypes())) {
      trials.put(opponent, commands.trial(work, opponent, effort));
    }
    Opponent opponent = run.fastest(trials);
    Contestant fastest = commands.peer(work, opponent, effort);
    return new Comparison(
        work, opponent, run.pairs(effort.pairs(), commands.ours(work, effort), fastest));
  }

  private Case work() {
    return new Case(
        peer,
        step.model(),
        mode,
        step.type(),
        peerTypes.isEmpty() ? List.of(peer.usualType(step.type())) : peerTypes,
        step.batch(),
        step.side());
  }

  private Conditions conditions() {
    Processor processor = Processor.ofThisMachine();
    return new Conditions(processor.name(), processor.levelFor(step.level()), threads);
  }

  private Effort effort() {
    return new Effort(
        pairs,
        iterations,
        peerIterations != null ? OptionalInt.of(peerIterations) : OptionalInt.empty(),
        threads,
        step.level(),
        backend != null ? List.of("--backend", backend) : List.of());
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
