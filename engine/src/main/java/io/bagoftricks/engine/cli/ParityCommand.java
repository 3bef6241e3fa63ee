package io.bagoftricks.engine.cli;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.parity.Golden;
import io.bagoftricks.engine.parity.ParityCheck;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks parity}. */
@CommandLine.Command(
    name = "parity",
    description = {
      "Compares a backend with the values of a golden file.",
      "Prints the largest relative errors (largest difference over largest magnitude of a tensor) as one JSON line."
    },
    mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @CommandLine.Parameters(paramLabel = "GOLDEN.json", description = "The golden file.")
  private Path file;

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = "--precision",
      paramLabel = "PRECISION",
      converter = PrecisionWord.class,
      description = "How activations are stored: f64, f32 (the default), bf16 or fp16.")
  private Precision precision = Precision.FLOAT;

  @Override
  public Integer call() throws BackendUnavailableException {
    CommandLine command = spec.commandLine();
    Session session = Session.open(command.getErr(), plugins.folders());
    Golden golden = Golden.read(file);
    Network network = session.plan(session.readParity(golden.model())).network();
    Backend checked = backends.open();
    Backend reference =
        BackendArguments.registry()
            .openWith(Precision.DOUBLE)
            .orElseThrow(
                () ->
                    new BackendUnavailableException(
                        "No backend that runs here computes in 64 bits, as the reference of gradients"
                            + " must. Add the jar of one that does.",
                        null));
    command
        .getOut()
        .println(Json.line(ParityCheck.check(golden, network, checked, precision, reference)));
    return 0;
  }
}
