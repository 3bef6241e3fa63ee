package io.bagoftricks.engine.cli;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.OptionRange;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.cli.internal.invocation.RunArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.export.OnnxCheck;
import io.bagoftricks.engine.export.OnnxModel;
import io.bagoftricks.engine.export.OnnxRunner;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.internal.storage.ShellWord;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.tensorfile.TensorWriter;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks export}. */
@CommandLine.Command(
    name = "export",
    description = {
      "Exports a run's network as ONNX or safetensors.",
      "ONNX models take pixels (0 to 255, batch x channels x height x width) and contain the normalization; they are checked on test images if ONNX Runtime is on the class path. Safetensors files use timm's names."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  /** They go through the network at once. */
  private static final int MOST_SAMPLES = 1000;

  private static final int SAMPLES = 64;

  private static final int FAILED = 1;

  private static final String OUTPUT = "--output";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private Invocation invocation;
  @CommandLine.Mixin private RunArguments run = new RunArguments();

  /** The formats in which a network can be written. */
  private enum Format {
    ONNX,
    SAFETENSORS
  }

  @CommandLine.Option(
      names = "--format",
      required = true,
      description = "One of ${COMPLETION-CANDIDATES}, in any case.")
  private Format format = Format.ONNX;

  @CommandLine.Option(
      names = OUTPUT,
      paramLabel = "FILE",
      description =
          "The file to write, over what is there; without it <run>.onnx or <run>.safetensors, here, if there is no such file.")
  private @Nullable Path chosenOutput;

  @CommandLine.Option(
      names = "--fold-batch-norm",
      description = "Makes batch norms part of the convolutions before them; ONNX only.")
  private boolean fold;

  @CommandLine.Option(
      names = "--samples",
      paramLabel = "N",
      description = "Test images for the check of an ONNX model; without it 64.")
  private @Nullable Integer chosenSamples;

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    if (fold && format != Format.ONNX) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--fold-batch-norm is for --format onnx: weights keep their names.");
    }
    if (chosenSamples != null && format != Format.ONNX) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--samples is for --format onnx: weights are not checked on images.");
    }
    int samples = chosenSamples == null ? SAMPLES : chosenSamples;
    OptionRange.check(spec, "--samples", samples, MOST_SAMPLES);
    Path output = output();
    checkNamed(output);
    RunPlan plan = run.plan();
    OutputPlaces.of(OUTPUT, plan.recipe()).check(output);
    Optional<Problem> differs = Optional.empty();
    try (Inference inference = run.open(plan, run.backend(), Precision.FLOAT)) {
      if (format == Format.SAFETENSORS) {
        inference.withEvaluatedWeights(weights -> writeSafetensors(weights, output));
      } else {
        warnOfViews(plan, inference.views());
        List<String> names = plan.recipe().data().made().labelNames();
        differs =
            inference.withEvaluatedWeights(
                weights -> {
                  byte[] model =
                      OnnxModel.of(
                          plan.recipe().name(),
                          weights,
                          plan.settings().normalization(),
                          names,
                          fold);
                  write(output, out -> out.write(model));
                  return check(plan, inference, output, samples);
                });
      }
    }
    if (differs.isPresent()) {
      spec.commandLine().getErr().print(ProblemReport.of(List.of(differs.get())));
      return FAILED;
    }
    if (!OutputFiles.isStream(output)) { // where nothing may stand behind the model
      spec.commandLine().getOut().println(OneLine.of(output.toString()));
    }
    return 0;
  }

  private Path output() {
    Path name = run.folder().toAbsolutePath().normalize().getFileName();
    return chosenOutput != null
        ? chosenOutput
        : Path.of(name + "." + format.name().toLowerCase(Locale.ROOT));
  }

  /** Writes over no file that the user has not named: weights of somebody else may be called so. */
  private void checkNamed(Path output) {
    if (chosenOutput == null && Files.exists(output, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "output/exists",
                  output.toString(),
                  "There is a file of this name already, which no option names. Write over it with %s %s, or name another."
                      .formatted(OUTPUT, ShellWord.of(output)))));
    }
  }

  private void warnOfViews(RunPlan plan, int views) {
    if (views == 1) {
      return;
    }
    List<String> adding =
        plan.at(HookPoint.ON_EVALUATE).stream()
            .filter(trick -> trick.writes(HookPoint.ON_EVALUATE).contains(Slot.EVALUATED_VIEWS))
            .map(PlannedTrick::instance)
            .toList();
    String warning =
        "[export/one-view] Predictions of this run are means over %s views of each image (%s), but the model gives the logits of one. For the same answers run it on each view, and average the probabilities."
            .formatted(views, String.join(", ", adding));
    spec.commandLine().getErr().println("warning: " + OneLine.of(warning));
  }

  /** Computes images with the model, where that can be done; says why it cannot be used, if so. */
  private Optional<Problem> check(RunPlan plan, Inference inference, Path output, int samples) {
    PrintWriter messages = spec.commandLine().getErr();
    if (OutputFiles.isStream(output)) {
      messages.println("not checked: the model was written to a stream");
      return Optional.empty();
    }
    Optional<OnnxRunner> runner =
        ServiceLoader.load(OnnxRunner.class, Session.class.getClassLoader()).findFirst();
    if (runner.isEmpty()) {
      messages.println(
          "not checked: ONNX Runtime is not on the class path. Once it is built in, with"
              + " TRICKS_MAVEN_ARGS=-Donnx, exports are checked.");
      return Optional.empty();
    }
    try {
      OnnxCheck check = OnnxCheck.of(plan, inference, runner.get(), output, samples);
      messages.printf(
          Locale.ROOT,
          "checked with %s on %d test images: largest difference of a logit %.3g, of logits up to"
              + " %.3g; the same class for %d%n",
          runner.get().description(),
          check.images(),
          check.largestDifference(),
          check.largestLogit(),
          check.sameClass());
      return check.problem(output);
    } catch (IOException e) {
      messages.println("not checked: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Path writeSafetensors(Weights weights, Path output) {
    write(
        output,
        out ->
            TensorWriter.write(
                FlatTensors.of(
                    weights.network(), weights.layout(), weights.masters(), weights.statistics()),
                out));
    return output;
  }

  private void write(Path output, Disk.Content content) {
    try {
      invocation.outputs(OUTPUT).write(output, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
