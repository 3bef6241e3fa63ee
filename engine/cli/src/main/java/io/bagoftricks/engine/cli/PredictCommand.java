package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.cli.internal.invocation.Converters;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.OptionRange;
import io.bagoftricks.engine.cli.internal.invocation.RunArguments;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.ImageArguments;
import io.bagoftricks.engine.predict.Predictor;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
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
  private static final int MOST_CLASSES = 1_000_000;
  private static final int FAILED = 1;
  private static final String MAX_PIXELS = "--max-pixels";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RunArguments run = new RunArguments();

  @CommandLine.Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description =
          "Files: JPEG, PNG, GIF, WebP, BMP or TIFF; folders, with all images in them and below;"
              + " patterns such as 'photos/**/*.jpg', in quotes where there are many.")
  private List<String> images = List.of();

  @CommandLine.Option(
      names = "--top-k",
      paramLabel = "K",
      description = "How many classes of an image; without it ${DEFAULT-VALUE}.")
  private int most = 5;

  @CommandLine.Option(
      names = "--json",
      description = "Prints one JSON object per image, one per line.")
  private boolean json;

  @CommandLine.Option(
      names = "--csv",
      description = "Prints a table: image,rank,label,class,probability.")
  private boolean csv;

  @CommandLine.Mixin private ClassMapArguments classMaps = new ClassMapArguments();

  @CommandLine.Option(
      names = "--background",
      paramLabel = "RRGGBB",
      converter = Converters.OfColor.class,
      description = "The color behind transparent pixels; without it ffffff, white.")
  private int background = ImageRules.defaults().background();

  @CommandLine.Option(
      names = MAX_PIXELS,
      paramLabel = "N",
      description =
          "An image with more pixels is refused before it is decoded; without it ${DEFAULT-VALUE}.")
  private long mostPixels = ImageRules.defaults().mostPixels();

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    ImageRules rules = rules();
    OptionRange.check(spec, "--top-k", most, MOST_CLASSES);
    if (json && csv) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--json and --csv are two forms of one answer. Leave one out.");
    }
    RunPlan plan = run.planWithAllProcessors();
    List<String> classes = plan.recipe().data().made().labelNames();
    classMaps.check(spec, classes);
    ImageArguments found = ImageArguments.of(images);
    classMaps.checkPlace(plan, found);
    List<Problem> problems = new ArrayList<>(found.problems());
    PredictionForm form =
        json ? PredictionForm.JSON : csv ? PredictionForm.CSV : PredictionForm.TEXT;
    try (Inference inference = run.open(plan, run.backend(), plan.settings().precision());
        PredictionView view = new PredictionView(spec, invocation, form, found.files())) {
      if (!found.files().isEmpty()) {
        Predictor predictor = new Predictor(plan, inference, rules);
        classMaps.predict(predictor, found.files(), most, classes, invocation, view);
      }
      problems.addAll(view.problems());
    } catch (PredictionView.OutputEndedException e) {
      return 0; // the process says why it ends
    }
    if (!problems.isEmpty()) {
      spec.commandLine().getErr().print(ProblemReport.of(problems));
    }
    return problems.isEmpty() ? 0 : FAILED;
  }

  private ImageRules rules() {
    if (!(mostPixels >= 1 && mostPixels <= ImageRules.LIMIT)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "%s is %d, but must be 1 to %d.",
              MAX_PIXELS,
              mostPixels,
              ImageRules.LIMIT));
    }
    return new ImageRules(background, mostPixels, MAX_PIXELS);
  }
}
