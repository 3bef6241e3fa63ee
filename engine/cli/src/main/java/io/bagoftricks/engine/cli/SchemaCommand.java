package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.PluginArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks schema}. */
@CommandLine.Command(
    name = "schema",
    description = {
      "Prints the JSON Schema of recipes.",
      "It has the tricks on the class path and those of plugins. Editors use it to complete and"
          + " check recipes."
    },
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @Override
  public Integer call() {
    Session session = Session.open(spec, plugins.folders());
    spec.commandLine().getOut().print(session.schema());
    return 0;
  }
}
