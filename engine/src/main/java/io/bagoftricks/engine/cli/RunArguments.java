package io.bagoftricks.engine.cli;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.train.Inference;
import io.bagoftricks.engine.weights.WeightsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How commands take a run that was kept. */
final class RunArguments {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path folder;

  @CommandLine.Option(
      names = "--backend",
      description = "The backend; without it the fastest that runs here.")
  private @Nullable String backendId;

  Path folder() {
    return folder;
  }

  RunPlan plan() {
    return Session.open(messages()).planOfRun(folder);
  }

  Backend backend() throws BackendUnavailableException {
    return BackendRegistry.of(Session.class.getClassLoader())
        .open(Optional.ofNullable(backendId), messages()::println);
  }

  /** The run's network with its weights; the caller closes it. */
  Inference open(RunPlan plan, Backend backend, Precision precision) {
    Inference inference = Inference.of(plan, backend, precision);
    try {
      WeightsFile.open(folder.resolve("weights.safetensors")).load(inference.weights());
      return inference;
    } catch (RuntimeException e) {
      inference.close();
      throw e;
    }
  }

  private PrintWriter messages() {
    return spec.commandLine().getErr();
  }
}
