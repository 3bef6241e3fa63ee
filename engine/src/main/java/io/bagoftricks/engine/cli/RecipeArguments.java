package io.bagoftricks.engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** How commands take a recipe. */
final class RecipeArguments {
  @CommandLine.Parameters(paramLabel = "RECIPE", description = "The recipe, a JSON file.")
  private Path recipe;

  @CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the recipe, such as training.epochs=3. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  Path recipe() {
    return recipe;
  }

  List<String> overrides() {
    return overrides;
  }

  /** The folders of plugins that the recipe may name tricks of. */
  List<Path> plugins() {
    return plugins.folders();
  }
}
