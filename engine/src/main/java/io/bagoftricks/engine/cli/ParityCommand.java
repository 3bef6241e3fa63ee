package io.bagoftricks.engine.cli;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.parity.Golden;
import io.bagoftricks.engine.parity.ParityCheck;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks parity}. */
@CommandLine.Command(
    name = "parity",
    description =
        "Compares a backend with the reference values of a golden file and prints the largest"
            + " relative errors (largest difference over largest magnitude of a tensor) as one"
            + " JSON line.",
    mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(paramLabel = "GOLDEN.json", description = "The golden file.")
  private Path file;

  @CommandLine.Option(
      names = "--backend",
      description = "The backend; without it the fastest that runs here.")
  private @Nullable String backend;

  @CommandLine.Option(names = "--double", description = "Computes in 64 bits instead of 32.")
  private boolean inDouble;

  @Override
  public Integer call() throws BackendUnavailableException {
    CommandLine command = spec.commandLine();
    Session session = Session.open(command.getErr());
    Golden golden = Golden.read(file);
    Network network = session.plan(session.readParity(golden.model())).network();
    Backend opened =
        BackendRegistry.of(Session.class.getClassLoader())
            .open(Optional.ofNullable(backend), command.getErr()::println);
    Precision precision = inDouble ? Precision.DOUBLE : Precision.FLOAT;
    command.getOut().println(Json.line(ParityCheck.check(golden, network, opened, precision)));
    return 0;
  }
}
