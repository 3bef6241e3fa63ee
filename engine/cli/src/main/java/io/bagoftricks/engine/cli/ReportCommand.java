package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.PluginArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks report}. */
@CommandLine.Command(
    name = "report",
    description = {
      "Writes report.html of a run again.",
      "It is made from the files in the run's folder: one page with curves, plan, recipe, confusion"
          + " matrix and environment that needs no network."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.ParentCommand private Invocation invocation;

  @CommandLine.Parameters(paramLabel = "RUN", description = "The run's folder.")
  private Path folder;

  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @Override
  public Integer call() throws IOException {
    Session session = Session.open(spec, plugins.folders());
    Path report =
        RunReport.write(session.planOfRun(folder, List.of()), folder, invocation.outputs());
    spec.commandLine().getOut().println(OneLine.of(report.toString()));
    return 0;
  }
}
