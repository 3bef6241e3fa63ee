package io.bagoftricks.engine.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.cli.internal.invocation.Converters;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.cli.internal.invocation.Picture;
import io.bagoftricks.engine.cli.internal.invocation.RunArguments;
import io.bagoftricks.engine.evaluate.ClassScores;
import io.bagoftricks.engine.evaluate.EvaluatedData;
import io.bagoftricks.engine.evaluate.Evaluation;
import io.bagoftricks.engine.evaluate.EvaluationFiles;
import io.bagoftricks.engine.evaluate.EvaluationTables;
import io.bagoftricks.engine.evaluation.CalibrationBin;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.internal.split.OutsideOfData;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.train.DataFaults;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.report.RunReport;
import io.bagoftricks.engine.run.BadFileCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks eval}. */
@CommandLine.Command(
    name = "eval",
    description = {
      "Evaluates a run again on all images of a split.",
      "It evaluates as the run's training did. Precision, recall and F1 of each class go to standard error; the last line on standard output is one JSON object."
    },
    mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
  private static final int MOST_WRONG = 24;
  private static final String OUTPUT = "--output";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RunArguments run = new RunArguments();

  @CommandLine.Option(
      names = "--split",
      paramLabel = "SPLIT",
      converter = Converters.OfSplit.class,
      description =
          "The images: test (without the option, where there are any), validation or train; where"
              + " the run has no validation split of its own, that is the test split.")
  private @Nullable Split split;

  @CommandLine.Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Other data of the same form and classes, in place of those of the run. Without --split its test images, where it has none those for validation, else those to train on.")
  private @Nullable Path data;

  @CommandLine.Option(
      names = "--json",
      description =
          "Puts the classes, the confusion matrix, the bins of the calibration error and the images that the network is surest of and wrong about into the JSON object.")
  private boolean json;

  @CommandLine.Option(
      names = "--csv",
      description = "Prints the table of the classes as CSV instead of the JSON object.")
  private boolean csv;

  @CommandLine.Option(
      names = OUTPUT,
      paramLabel = "DIR",
      description =
          "Writes classes.csv, confusion.csv, calibration.csv, a reliability diagram and a contact sheet of the images that the network is surest of and wrong about. If it is RUN/evaluation, the report of the run is written again, with the pictures in it.")
  private @Nullable Path output;

  /**
   * The last line that the command prints.
   *
   * @param split whose images
   * @param top1 share of images, as is {@code top5}
   * @param loss mean cross-entropy on hard labels
   * @param calibrationError expected calibration error, 15 bins of equal width (Guo et al. 2017)
   * @param badFiles of the data, in whose place others of their classes were taken; missing where
   *     there were none
   * @param confusion a row for each label
   * @param wrong the images that it is surest of and wrong about
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Result(
      String run,
      String weights,
      String backend,
      String split,
      double top1,
      double top5,
      double loss,
      double calibrationError,
      long images,
      @Nullable BadFileCount badFiles,
      @Nullable List<ClassScores> classes,
      @Nullable List<List<Integer>> confusion,
      @Nullable List<CalibrationBin> calibration,
      @Nullable List<Wrong> wrong) {}

  /**
   * An image that is taken for another class.
   *
   * @param image its index in the split
   * @param probability of the class that it is taken for
   */
  private record Wrong(int image, String label, String taken, double probability) {
    static List<Wrong> of(Evaluation evaluation, List<String> names) {
      return evaluation.wrong().stream()
          .map(
              judged ->
                  new Wrong(
                      judged.index(),
                      names.get(judged.label()),
                      names.get(judged.taken()),
                      judged.probability()))
          .toList();
    }
  }

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    if (json && csv) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--json and --csv are two forms of one answer. Leave one out.");
    }
    RunPlan plan = run.plan();
    if (output != null) {
      places(plan).check(output, EvaluationFiles.NAMES);
      places(plan).checkPictures(output, List.of(), List.of());
    }
    try (EvaluatedData chosen = data(plan)) {
      evaluate(plan, chosen);
    }
    return 0;
  }

  private void evaluate(RunPlan plan, EvaluatedData chosen)
      throws IOException, BackendUnavailableException {
    List<String> names = plan.recipe().data().made().labelNames();
    Backend backend = run.backend();
    try (Inference inference = run.open(plan, backend, plan.settings().precision())) {
      Evaluation evaluation = Evaluation.of(inference, chosen.images(), names, MOST_WRONG);
      List<String> faults = chosen.images().faults();
      DataFaults.named(faults)
          .forEach(fault -> spec.commandLine().getErr().println(OneLine.of("warning: " + fault)));
      if (data == null) {
        run.warnIfDataChanged(plan);
      }
      show(evaluation, chosen);
      spec.commandLine()
          .getOut()
          .print(
              csv
                  ? EvaluationTables.classes(evaluation)
                  : Json.line(result(evaluation, backend, chosen, names, faults))
                      + System.lineSeparator());
      if (output != null) {
        write(plan, evaluation, chosen, names, output);
      }
    }
  }

  private OutputPlaces places(RunPlan plan) {
    OutputPlaces places = OutputPlaces.of(OUTPUT, plan.recipe());
    return data == null ? places : places.reading(data);
  }

  private EvaluatedData data(RunPlan plan) throws IOException {
    Optional<Split> asked = Optional.ofNullable(split);
    if (data == null) {
      return EvaluatedData.of(plan, asked, run.folder().toString());
    }
    DataPath.checkThere(data.toString());
    DataSource other = run.data(data);
    if (output != null) {
      OutsideOfData.checkPictures(other, output, "with " + OUTPUT);
    }
    return EvaluatedData.other(plan, other, asked, data.toString());
  }

  private void show(Evaluation evaluation, EvaluatedData chosen) {
    PrintWriter messages = spec.commandLine().getErr();
    Metrics metrics = evaluation.metrics();
    messages.printf(
        Locale.ROOT,
        "%,d images of the split '%s': top-1 %.2f %%, top-5 %.2f %%, loss %.4f, calibration error %.2f %%%n",
        metrics.examples(),
        chosen.name(),
        100 * metrics.top1(),
        100 * metrics.top5(),
        metrics.loss(),
        100 * metrics.calibrationError());
    EvaluationTables.shown(evaluation).forEach(messages::println);
  }

  private void write(
      RunPlan plan, Evaluation evaluation, EvaluatedData chosen, List<String> names, Path folder)
      throws IOException {
    PrintWriter messages = spec.commandLine().getErr();
    EvaluationFiles files = new EvaluationFiles(folder, invocation.outputs(OUTPUT));
    files.write(evaluation);
    String title = title(plan, chosen);
    Picture.draw(
        folder.resolve(EvaluationFiles.RELIABILITY),
        () -> files.drawReliability(title, evaluation),
        messages);
    Picture.draw(
        folder.resolve(EvaluationFiles.WRONG),
        () -> files.drawWrong(title, evaluation, chosen.images(), names),
        messages);
    messages.println("kept in " + folder);
    if (isInRun(folder)) {
      Path report = RunReport.write(plan, run.folder(), invocation.outputs());
      messages.println("shown in " + report);
    }
  }

  /** Of pictures, which the report of the run shows: other data and weights are named. */
  private String title(RunPlan plan, EvaluatedData chosen) {
    String title = plan.recipe().name() + ", " + chosen.name();
    if (data != null) {
      title += " of " + OneLine.of(data.toString());
    }
    return run.hasOtherWeights() ? title + ", weights " + run.weights() : title;
  }

  private boolean isInRun(Path folder) throws IOException {
    Path shown = run.folder().resolve(EvaluationFiles.IN_RUN);
    return Files.isDirectory(shown) && Files.isSameFile(shown, folder);
  }

  private Result result(
      Evaluation evaluation,
      Backend backend,
      EvaluatedData chosen,
      List<String> names,
      List<String> faults) {
    Metrics metrics = evaluation.metrics();
    return new Result(
        run.folder().toString(),
        run.weights(),
        backend.id(),
        chosen.name(),
        metrics.top1(),
        metrics.top5(),
        metrics.loss(),
        metrics.calibrationError(),
        metrics.examples(),
        BadFileCount.of(faults),
        json ? evaluation.classes() : null,
        json ? evaluation.confusionRows() : null,
        json ? evaluation.calibration() : null,
        json ? Wrong.of(evaluation, names) : null);
  }
}
