package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Converters;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.process.ArgumentEncoding;
import io.bagoftricks.engine.cli.internal.process.FailureReport;
import io.bagoftricks.engine.cli.internal.process.HookWatchdog;
import io.bagoftricks.engine.cli.internal.process.ProcessEnd;
import io.bagoftricks.engine.cli.internal.process.StandardOutput;
import io.bagoftricks.engine.cli.internal.process.UsageReport;
import io.bagoftricks.engine.internal.plugin.PluginThreads;
import io.bagoftricks.engine.internal.text.TerminalWriter;
import io.bagoftricks.engine.storage.Disk;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
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
      EvalCommand.class,
      PredictCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      FindLrCommand.class,
      DataCommand.class,
      DiffCommand.class,
      AblateCommand.class,
      BenchCommand.class,
      ListCommand.class,
      LintCommand.class,
      SchemaCommand.class,
      CheckPluginCommand.class,
      NewPluginCommand.class,
      ParityCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 a failure while running, 2 bad usage or recipe,"
          + " 130 or 143 stopped by SIGINT or SIGTERM, 141 nobody reads the output."
    })
public final class Main extends Invocation {
  /** Set by the launcher, which can tell: whether standard error is a terminal. */
  private static final String TERMINAL = "tricks.terminal";

  /** Java's own: in which it reads arguments and names files. */
  private static final String ENCODING = "sun.jnu.encoding";

  private static final int BAD_USAGE = 2;

  private static final String DEFAULT_HOOK_LIMIT = "600";

  private Main(boolean terminal, Disk disk) {
    super(terminal, disk);
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    StandardOutput written = StandardOutput.ofProcess();
    PrintWriter out = new PrintWriter(written, true, StandardCharsets.UTF_8);
    PrintWriter err = gated(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    Optional<String> unreadable =
        new ArgumentEncoding(System.getProperty(ENCODING, "")).problem(arguments);
    if (unreadable.isPresent()) {
      err.println(unreadable.get());
      System.exit(BAD_USAGE);
    }
    String hookLimit = System.getProperty(HookWatchdog.LIMIT, DEFAULT_HOOK_LIMIT);
    OptionalInt seconds = HookWatchdog.seconds(hookLimit);
    if (seconds.isEmpty()) {
      err.printf(
          "-D%s is '%s'; it must be a whole number of seconds, at least 1.%n",
          HookWatchdog.LIMIT, hookLimit);
      System.exit(BAD_USAGE);
    }
    Main main = new Main(Boolean.getBoolean(TERMINAL), Disk.local());
    ProcessEnd end = ProcessEnd.watched(main, err);
    HookWatchdog.start(main.calls(), seconds.getAsInt(), err, end::giveUp);
    int code = run(main, out, err, arguments);
    out.flush();
    written.complaint().ifPresent(err::println);
    err.flush();
    end.exit(written.exitCode(code));
  }

  /**
   * Runs the command, with messages that go to no terminal.
   *
   * @param out receives results
   * @param err receives messages
   * @return 0 done, 1 a failure while running, 2 bad usage or recipe
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(Disk.local(), out, err, arguments);
  }

  /**
   * Runs the command, with messages that go to no terminal.
   *
   * @param disk where runs are kept
   */
  public static int run(Disk disk, PrintWriter out, PrintWriter err, String... arguments) {
    return run(new Main(false, disk), out, err, arguments);
  }

  private static int run(Main main, PrintWriter output, PrintWriter messages, String... arguments) {
    PrintWriter out = gated(output);
    PrintWriter err = gated(messages);
    FailureReport report = new FailureReport(main);
    int code;
    try {
      code =
          new CommandLine(main)
              .setOut(out)
              .setErr(err)
              .setCaseInsensitiveEnumValuesAllowed(true)
              .setExpandAtFiles(false) // a file may be called @a.jpg
              .setUnmatchedOptionsAllowedAsOptionParameters(false) // --output --jsno
              .registerConverter(Path.class, Converters::path)
              .setParameterExceptionHandler(new UsageReport())
              .setExecutionExceptionHandler(report)
              .execute(arguments);
    } catch (Throwable e) { // picocli catches exceptions, and no errors
      code = report.report(e, err);
    }
    PluginThreads.running()
        .forEach(
            thread ->
                err.println(
                    "warning: %s is still running; a trick ends what it starts".formatted(thread)));
    return code;
  }

  /** Whatever a name from outside has in it, it does not steer the terminal. */
  private static PrintWriter gated(PrintWriter writer) {
    return new PrintWriter(new TerminalWriter(writer), true) {
      @Override
      public boolean checkError() {
        return super.checkError() || writer.checkError(); // which swallows what goes wrong, too
      }
    };
  }
}
