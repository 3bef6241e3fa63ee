package io.bagoftricks.engine.cli.internal.invocation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How commands take a recipe. */
public final class RecipeArguments {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "The recipe, a JSON file.")
  private @Nullable Path recipe;

  @CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the recipe, such as training.epochs=3. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  public Path recipe() {
    if (recipe == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "There is no recipe. Name one: RECIPE, a JSON file.");
    }
    return recipe;
  }

  public boolean hasRecipe() {
    return recipe != null;
  }

  public List<String> overrides() {
    return overrides;
  }

  /** The folders of plugins that the recipe may name tricks of. */
  public List<Path> plugins() {
    return plugins.folders();
  }
}
