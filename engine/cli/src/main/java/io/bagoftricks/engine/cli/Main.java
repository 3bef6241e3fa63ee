package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.plugin.PluginThreads;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.OutputFiles;
import io.bagoftricks.engine.text.TerminalWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
public final class Main {
  /** Set by the launcher, which can tell: whether standard error is a terminal. */
  private static final String TERMINAL = "tricks.terminal";

  /** Java's own: in which it reads arguments and names files. */
  private static final String ENCODING = "sun.jnu.encoding";

  private static final int BAD_USAGE = 2;

  /** Seconds after which a call of a trick that has not returned is given up. */
  static final String HOOK_LIMIT = "tricks.hookLimit";

  private static final String DEFAULT_HOOK_LIMIT = "600";
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");

  private final boolean terminal;
  private final Disk disk;
  private final RunningCalls calls = new RunningCalls();
  private volatile @Nullable RunFolder run;

  private Main(boolean terminal, Disk disk) {
    this.terminal = terminal;
    this.disk = disk;
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
    String hookLimit = System.getProperty(HOOK_LIMIT, DEFAULT_HOOK_LIMIT);
    if (!SECONDS.matcher(hookLimit).matches()) {
      err.printf(
          "-D%s is '%s'; it must be a whole number of seconds, at least 1.%n",
          HOOK_LIMIT, hookLimit);
      System.exit(BAD_USAGE);
    }
    Main main = new Main(Boolean.getBoolean(TERMINAL), Disk.local());
    ProcessEnd end = ProcessEnd.watched(main, err);
    HookWatchdog.start(main.calls, Integer.parseInt(hookLimit), err, end::giveUp);
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

  /** Whether messages go to a terminal. */
  boolean isTerminal() {
    return terminal;
  }

  /** Where runs are kept. */
  Disk disk() {
    return disk;
  }

  /** Writes files whose places are fixed. */
  OutputFiles outputs() {
    return new OutputFiles(disk, Optional.empty());
  }

  /** Writes the files that a user names with an option. */
  OutputFiles outputs(String option) {
    return new OutputFiles(disk, Optional.of(option));
  }

  /** Knows who is in the code of a trick. */
  RunningCalls calls() {
    return calls;
  }

  /** The run that is under way or was last, if the command is one that trains. */
  Optional<RunFolder> run() {
    return Optional.ofNullable(run);
  }

  /** A run begins, or goes on, in its folder. */
  void running(RunFolder folder) {
    run = folder;
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
    return new PrintWriter(new TerminalWriter(writer), true);
  }
}
