package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Trains the recipes of golden runs and writes what came out into their files. */
@CommandLine.Command(
    name = "golden-runs",
    description =
        "Trains the recipe of each file in libtorch, in float64, and writes every step into it.",
    mixinStandardHelpOptions = true)
public final class GoldenRuns implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(paramLabel = "RUN.json", arity = "1..*", description = "Golden runs.")
  private List<Path> files;

  private GoldenRuns() {}

  /** Runs it and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GoldenRuns()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    for (Path file : files) {
      ObjectNode run = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
      new Golden(run.get("recipe")).run(run);
      Files.writeString(file, RunText.of(run));
      spec.commandLine().getOut().println(file);
    }
    return 0;
  }
}
