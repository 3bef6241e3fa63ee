package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import picocli.CommandLine;

/** {@code tricks data}: commands on data, which train nothing. */
@CommandLine.Command(
    name = "data",
    description = "Looks at data or packs them, and trains nothing.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataInfoCommand.class, DataPreviewCommand.class, DataPackCommand.class})
final class DataCommand {
  @CommandLine.ParentCommand private Invocation invocation;

  Invocation invocation() {
    return invocation;
  }
}
