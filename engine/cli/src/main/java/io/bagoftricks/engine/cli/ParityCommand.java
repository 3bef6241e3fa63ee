package io.bagoftricks.engine.cli;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.cli.internal.invocation.BackendArguments;
import io.bagoftricks.engine.cli.internal.invocation.Converters;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.cli.internal.invocation.PluginArguments;
import io.bagoftricks.engine.cli.internal.invocation.PrecisionWord;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.parity.ExactGradients;
import io.bagoftricks.engine.parity.Golden;
import io.bagoftricks.engine.parity.ParityBounds;
import io.bagoftricks.engine.parity.ParityCheck;
import io.bagoftricks.engine.parity.ParityMeasure;
import io.bagoftricks.engine.parity.ParityReport;
import io.bagoftricks.engine.recipe.Recipe;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks parity}. */
@CommandLine.Command(
    name = "parity",
    description = {
      "Compares a backend with the values of a golden file.",
      "Prints the largest relative errors (largest difference over largest magnitude of a tensor)"
          + " as one JSON line.",
      "If errors exceed their bounds, names them and ends with exit code 1."
    },
    mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {
  private static final int BEYOND_BOUNDS = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @CommandLine.Parameters(paramLabel = "GOLDEN.json", description = "The golden file.")
  private Path file;

  @CommandLine.Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      description =
          "The recipe that builds the golden file's network; without it one that comes with the"
              + " program, by the model's name.")
  private @Nullable Path recipe;

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = "--precision",
      paramLabel = "PRECISION",
      converter = PrecisionWord.class,
      description = "How activations are stored: f64, f32 (the default), bf16 or fp16.")
  private Precision precision = Precision.FLOAT;

  @CommandLine.Option(
      names = "--bound",
      paramLabel = "MEASURE=NUMBER",
      converter = Converters.OfParityMeasure.class,
      description =
          "The largest error, or the smallest gradientCosine, that is accepted, such as"
              + " losses=1e-2. Repeatable; without it the bounds of the precision.")
  private Map<ParityMeasure, Double> bounds = new EnumMap<>(ParityMeasure.class);

  @Override
  public Integer call() throws BackendUnavailableException {
    CommandLine command = spec.commandLine();
    checkBounds();
    Session session = Session.open(spec, plugins.folders());
    Golden golden = Golden.read(file);
    Network network = session.plan(recipe(session, golden)).network();
    Backend checked = backends.open(precision);
    Backend reference =
        BackendArguments.registry()
            .openWith(Precision.DOUBLE)
            .orElseThrow(
                () ->
                    new BackendUnavailableException(
                        "No backend that runs here computes in 64 bits, as the reference of"
                            + " gradients must. Add the jar of one that does.",
                        null));
    ExactGradients exact = ExactGradients.of(golden, network, reference);
    ParityReport report = ParityCheck.check(golden, network, checked, precision, exact);
    List<String> broken = ParityBounds.defaults(precision).with(bounds).broken(report);
    broken.forEach(sentence -> command.getErr().printf("beyond its bound: %s%n", sentence));
    command.getOut().println(Json.line(report));
    return broken.isEmpty() ? 0 : BEYOND_BOUNDS;
  }

  private Recipe recipe(Session session, Golden golden) {
    return recipe == null ? session.readParity(golden.model()) : session.read(recipe, List.of());
  }

  private void checkBounds() {
    bounds.forEach(
        (measure, bound) -> {
          if (!(bound >= (measure == ParityMeasure.GRADIENT_COSINE ? -1 : 0))) {
            throw new CommandLine.ParameterException(
                spec.commandLine(),
                "--bound %s=%s can never be met. Errors are at least 0, and %s is from -1 to 1."
                    .formatted(measure, bound, ParityMeasure.GRADIENT_COSINE));
          }
        });
  }
}
