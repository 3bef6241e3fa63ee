package io.bagoftricks.engine.cli.internal.invocation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** How commands take plugins. */
public final class PluginArguments {
  @CommandLine.Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "A folder with more tricks, models, optimizers and data sources: each jar in it is a plugin, and so is each folder of jars."
              + " Repeatable.")
  private List<Path> folders = new ArrayList<>();

  public List<Path> folders() {
    return folders;
  }
}
