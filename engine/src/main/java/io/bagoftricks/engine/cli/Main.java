package io.bagoftricks.engine.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of the command {@code tricks}. */
@CommandLine.Command(
    name = "tricks",
    description = "Trains image classifiers from JSON recipes in which every trick is a plugin.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      ExplainCommand.class,
      ListCommand.class,
      ParityCommand.class
    },
    footer = {"", "Exit codes: 0 done, 1 a failure while running, 2 bad usage or recipe."})
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs the command.
   *
   * @param out receives results
   * @param err receives messages
   * @return 0 done, 1 a failure while running, 2 bad usage or recipe
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new FailureReport())
        .execute(arguments);
  }
}
