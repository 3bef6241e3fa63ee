package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.Prediction;
import io.bagoftricks.engine.predict.Predictor;
import io.bagoftricks.engine.train.Inference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks predict}. */
@CommandLine.Command(
    name = "predict",
    description = {
      "Says what a run's network takes images for.",
      "That is the most probable classes of each. Writes nothing into the run's folder."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private static final int MOST = 5;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private RunArguments run = new RunArguments();

  @CommandLine.Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Files: JPEG, PNG, GIF, WebP, BMP or TIFF.")
  private List<Path> images = List.of();

  @CommandLine.Option(names = "--json", description = "Prints a JSON object a line for each image.")
  private boolean json;

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    PrintWriter out = spec.commandLine().getOut();
    RunPlan plan = run.plan();
    int code = 0;
    try (Inference inference = run.open(plan, run.backend(), plan.settings().precision())) {
      for (Prediction prediction : new Predictor(plan, inference).predict(images, MOST)) {
        if (!prediction.hasNumbers()) {
          code = 1;
          spec.commandLine()
              .getErr()
              .printf(
                  "%s: [predict/not-finite] The network's output is not finite, so it takes the"
                      + " image for nothing. Use other weights of the run (--weights), or train it anew with a lower learning rate.%n",
                  prediction.image());
        } else if (json) {
          out.println(Json.line(prediction));
        } else {
          print(prediction, out);
        }
      }
    }
    return code;
  }

  private static void print(Prediction prediction, PrintWriter out) {
    out.println(prediction.image());
    for (Prediction.Scored scored : prediction.classes()) {
      out.printf(Locale.ROOT, "  %6.2f %%  %s%n", 100 * scored.probability(), scored.name());
    }
  }
}
