package io.bagoftricks.engine.cli;

import picocli.CommandLine;

/** {@code tricks data}: commands that look at data, and train nothing. */
@CommandLine.Command(
    name = "data",
    description = "Looks at the data of a recipe, and trains nothing.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataInfoCommand.class, DataPreviewCommand.class})
final class DataCommand {
  @CommandLine.ParentCommand private Main main;

  Main main() {
    return main;
  }
}
