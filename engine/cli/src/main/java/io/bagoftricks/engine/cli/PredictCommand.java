package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.Prediction;
import io.bagoftricks.engine.predict.Predictor;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemReport;
import io.bagoftricks.engine.text.OneLine;
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
      "Classifies images with a run's network.",
      "Prints the most probable classes of each image. Writes nothing into the run's folder. A file that cannot be read is named, the others are classified all the same, and the exit code is 1."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private static final int MOST = 5;
  private static final int FAILED = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private RunArguments run = new RunArguments();

  @CommandLine.Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Files: JPEG, PNG, GIF, WebP, BMP or TIFF.")
  private List<Path> images = List.of();

  @CommandLine.Option(
      names = "--json",
      description = "Prints one JSON object per image, one per line.")
  private boolean json;

  @CommandLine.Option(
      names = "--background",
      paramLabel = "RRGGBB",
      converter = Converters.OfColor.class,
      description = "The color behind transparent pixels; without it ffffff, white.")
  private int background = ImageRules.defaults().background();

  @CommandLine.Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "An image with more pixels is refused before it is decoded; without it ${DEFAULT-VALUE}.")
  private long mostPixels = ImageRules.defaults().mostPixels();

  private int code;

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    ImageRules rules = rules();
    RunPlan plan = run.plan();
    try (Inference inference = run.open(plan, run.backend(), plan.settings().precision())) {
      List<Problem> problems =
          new Predictor(plan, inference, rules).predict(images, MOST, this::show);
      if (!problems.isEmpty()) {
        spec.commandLine().getErr().print(ProblemReport.of(problems));
        code = FAILED;
      }
    }
    return code;
  }

  private ImageRules rules() {
    if (!(mostPixels >= 1 && mostPixels <= ImageRules.LIMIT)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "--max-pixels is %d, but must be 1 to %d.",
              mostPixels,
              ImageRules.LIMIT));
    }
    return new ImageRules(background, mostPixels);
  }

  private void show(Prediction prediction) {
    if (!prediction.hasNumbers()) {
      code = FAILED;
      spec.commandLine()
          .getErr()
          .printf(
              "%s: [predict/not-finite] The network's output is not finite, so the image has"
                  + " no class. Use other weights of the run (--weights), or train it anew with a lower learning rate.%n",
              OneLine.of(prediction.image()));
    } else if (json) {
      spec.commandLine().getOut().println(Json.line(prediction));
    } else {
      print(prediction, spec.commandLine().getOut());
    }
  }

  private static void print(Prediction prediction, PrintWriter out) {
    out.println(OneLine.of(prediction.image()));
    for (Prediction.Scored scored : prediction.classes()) {
      out.printf(
          Locale.ROOT, "  %6.2f %%  %s%n", 100 * scored.probability(), OneLine.of(scored.name()));
    }
  }
}
