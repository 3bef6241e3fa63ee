package io.bagoftricks.engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** How commands take plugins. */
final class PluginArguments {
  @CommandLine.Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "A folder with more tricks, models, optimizers and data sources: each jar in it is a plugin, and so is each folder of jars."
              + " Repeatable.")
  private List<Path> folders = new ArrayList<>();

  List<Path> folders() {
    return folders;
  }
}
