package io.bagoftricks.engine.cli;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.train.Inference;
import io.bagoftricks.engine.weights.RunWeights;
import io.bagoftricks.engine.weights.WeightsChoice;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** How commands take a run that was kept. */
final class RunArguments {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path folder;

  @CommandLine.Mixin private BackendArguments backends = new BackendArguments();

  @CommandLine.Option(
      names = "--weights",
      paramLabel = "WHICH",
      description =
          "Which weights, one of ${COMPLETION-CANDIDATES} in any case: those that the run kept, as"
              + " evaluated last (without the option); of the last checkpoint as trained, averaged"
              + " or as evaluated; of the best checkpoint.")
  private WeightsChoice weights = WeightsChoice.EVALUATED;

  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  WeightsChoice weights() {
    return weights;
  }

  Path folder() {
    return folder;
  }

  RunPlan plan() {
    return Session.open(messages(), plugins.folders()).planOfRun(folder);
  }

  Backend backend() throws BackendUnavailableException {
    return backends.open();
  }

  /** The run's network with its weights; the caller closes it. */
  Inference open(RunPlan plan, Backend backend, Precision precision) {
    Inference inference = Inference.of(plan, backend, precision);
    try {
      RunWeights.load(folder, weights, plan, inference);
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
