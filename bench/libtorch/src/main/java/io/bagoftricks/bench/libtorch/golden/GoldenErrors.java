package io.bagoftricks.bench.libtorch.golden;

import io.bagoftricks.bench.libtorch.Numerics;
import io.bagoftricks.bench.measure.JsonLine;
import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Prints libtorch's errors on a golden file as one JSON line, a {@link GoldenReport}. */
@CommandLine.Command(
    name = "golden-errors",
    description =
        "Runs a golden file in libtorch and prints its largest relative errors as one JSON line, as"
            + " 'tricks parity' does for our backends.",
    mixinStandardHelpOptions = true)
public final class GoldenErrors implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(paramLabel = "GOLDEN.json", description = "The golden file.")
  private Path file;

  @CommandLine.Option(
      names = "--type",
      defaultValue = "f32",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private NumberType type = NumberType.F32;

  @CommandLine.Option(
      names = "--layout",
      defaultValue = "nchw",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Layout layout = Layout.NCHW;

  @CommandLine.Option(
      names = "--loss-scale",
      defaultValue = "1",
      description = "Multiplies the loss before the backward pass.")
  private double lossScale;

  @CommandLine.Option(
      names = "--write",
      paramLabel = "FILE",
      description =
          "Writes the golden file there with libtorch's float64 values in place of those it has, and"
              + " prints nothing.")
  private @Nullable Path copy;

  private GoldenErrors() {}

  /** Runs it and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new GoldenErrors())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    GoldenFile golden = GoldenFile.read(file);
    GoldenOutcome exact = GoldenRun.of(golden, new Numerics(NumberType.F64, Layout.NCHW), 1);
    if (copy != null) {
      new GoldenWriter(golden, exact).write(file, copy);
      return 0;
    }
    Numerics numerics = new Numerics(type, layout);
    GoldenOutcome outcome = GoldenRun.of(golden, numerics, lossScale);
    GoldenReport report = new GoldenComparison(golden, outcome, exact).report(numerics, lossScale);
    spec.commandLine().getOut().println(JsonLine.of(report));
    return 0;
  }
}
