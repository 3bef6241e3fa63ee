package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.cli.internal.invocation.BackendArguments;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.cli.internal.invocation.OptionRange;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.cli.internal.invocation.Picture;
import io.bagoftricks.engine.cli.internal.invocation.RecipeArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.findlr.RateCurve;
import io.bagoftricks.engine.findlr.RateFiles;
import io.bagoftricks.engine.findlr.RateSweep;
import io.bagoftricks.engine.findlr.Suggestion;
import io.bagoftricks.engine.internal.run.RunNames;
import io.bagoftricks.engine.internal.split.OutsideOfData;
import io.bagoftricks.engine.internal.storage.CannotWriteException;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plan.RunPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks find-lr}. */
@CommandLine.Command(
    name = "find-lr",
    description = {
      "Looks for a learning rate.",
      "Trains new weights for some steps while the rate rises exponentially, and suggests rates"
          + " from the curve of the loss (Smith's range test; the rules are fastai's). Leaves"
          + " curve.csv and curve.png, and nothing else."
    },
    mixinStandardHelpOptions = true)
final class FindLrCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = "--from",
      paramLabel = "RATE",
      description = "The first rate; without it ${DEFAULT-VALUE}.")
  private double from = 1e-6;

  @CommandLine.Option(
      names = "--to",
      paramLabel = "RATE",
      description = "The last rate; without it ${DEFAULT-VALUE}.")
  private double to = 10;

  @CommandLine.Option(
      names = {"--updates", "--steps"},
      paramLabel = "N",
      description = "Steps from the first rate to the last; without it ${DEFAULT-VALUE}.")
  private int updates = 150;

  @CommandLine.Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The folder of the curve; without it runs/<name>-find-lr-<time>.")
  private @Nullable Path output;

  /**
   * The last line that the command prints.
   *
   * @param curve the table's file
   * @param suggestedRate by the first rule that found one; missing if none did
   * @param learningRate what {@code optimizer.learningRate} must be for that
   * @param end why the sweep ended
   */
  private record Result(
      String curve,
      @Nullable Double suggestedRate,
      @Nullable Double learningRate,
      int updates,
      String end) {}

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    OptionRange.check(spec, "--updates", updates, OptionRange.MOST_STEPS);
    RateSweep sweep = sweep();
    PrintWriter messages = spec.commandLine().getErr();
    Session session = Session.open(spec, arguments.plugins());
    RunPlan plan = session.plan(session.read(arguments.recipe(), arguments.overrides()));
    String name = plan.recipe().name() + "-find-lr";
    LocalDateTime time = LocalDateTime.now(ZoneId.systemDefault());
    Path place = output != null ? output : RunNames.folder(name, time);
    OutputPlaces.of("--output", plan.recipe()).check(place, RateFiles.NAMES);
    OutsideOfData.check(plan.recipe().data().made(), place, "with --output");
    Backend backend = backends.open();
    messages.printf("%s on %s%n", plan.recipe().name(), backend.description());
    RateCurve curve =
        sweep.run(plan, backend, warning -> messages.println(OneLine.of("warning: " + warning)));
    List<Suggestion> suggestions = Suggestion.of(curve, sweep.updates());
    Path folder = output != null ? output : reserved(name, time);
    Path table = folder.resolve(RateFiles.TABLE);
    invocation.outputs("--output").write(table, RateFiles.table(curve));
    messages.printf(
        Locale.ROOT,
        "%d steps, then %s; curve in %s%n",
        curve.points().size(),
        curve.end(),
        OneLine.of(folder.toString()));
    double factor = factor(plan);
    suggestions.forEach(suggestion -> tell(suggestion, factor, messages));
    if (suggestions.isEmpty()) {
      messages.println("no suggestion: the loss did not fall. Try other --from, --to, --updates.");
    }
    Double rate = suggestions.isEmpty() ? null : suggestions.get(0).rate();
    spec.commandLine()
        .getOut()
        .println(
            Json.line(
                new Result(
                    table.toString(),
                    rate,
                    rate == null ? null : rate / factor,
                    curve.points().size(),
                    curve.end())));
    Path picture = folder.resolve(RateFiles.PICTURE);
    String title = "Loss while the rate rises: " + plan.recipe().name();
    Picture.draw(
        picture,
        () ->
            invocation
                .outputs("--output")
                .write(picture, RateFiles.picture(title, curve, suggestions)),
        messages);
    return 0;
  }

  /** Another process may have taken the name meanwhile. */
  private static Path reserved(String name, LocalDateTime time) throws IOException {
    try {
      return RunNames.reserve(name, time);
    } catch (IOException e) {
      throw new CannotWriteException(RunNames.folder(name, time), Optional.of("--output"), e);
    }
  }

  private static void tell(Suggestion suggestion, double factor, PrintWriter messages) {
    messages.printf(
        Locale.ROOT,
        "%-9s rate %.3g%s%n",
        suggestion.method(),
        suggestion.rate(),
        factor == 1
            ? ""
            : String.format(
                Locale.ROOT,
                "; the recipe's tricks multiply its rate by %.4g at the peak, so"
                    + " optimizer.learningRate %.3g",
                factor,
                suggestion.rate() / factor));
  }

  /** The factor that tricks put on the recipe's rate where the rate is highest. */
  private static double factor(RunPlan plan) {
    double peak =
        LongStream.range(0, plan.facts().totalSteps())
            .mapToDouble(plan.learningRate()::at)
            .max()
            .orElse(0);
    double base = plan.recipe().optimizer().made().learningRate();
    return peak > 0 && base > 0 ? peak / base : 1;
  }

  private RateSweep sweep() {
    try {
      return new RateSweep(from, to, updates);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), e.getMessage() + ". Look at --from, --to and --updates.");
    }
  }
}
