package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.internal.storage.DataException;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How commands take data: a recipe that names them, or the data themselves. */
public final class DataArguments {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "DATA",
      description =
          "A recipe (FILE.json); or the data themselves: a folder of images, a zip or tar file of"
              + " one, a table (.csv, .tsv), one in a zip or tar file (x.zip!/labels.csv), a pattern of"
              + " tar files, or a pack.")
  private @Nullable String data;

  @CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the recipe, such as data.root=DIR. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  /**
   * The data, split as the recipe says.
   *
   * @throws ProblemException if the recipe is wrong, or there are no such data
   */
  public DataSource source() {
    return isRecipe() ? recipe().data().made() : direct();
  }

  private String name() {
    return String.valueOf(data);
  }

  private boolean isRecipe() {
    return name().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private Recipe recipe() {
    return Session.open(spec, plugins.folders()).read(Path.of(name()), overrides);
  }

  private DataSource direct() {
    if (!overrides.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--set changes values of a recipe, but '%s' is none. Leave it out, or name a recipe."
              .formatted(name()));
    }
    if (!plugins.folders().isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--plugins brings what a recipe names, but '%s' is none. Leave it out, or name a recipe."
              .formatted(name()));
    }
    try {
      return DataPath.of(name());
    } catch (IOException e) {
      throw new ProblemException(List.of(DataException.of(e).problem()));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          List.of(Problem.error("data/unreadable", "", "DATA is %s.".formatted(e.getMessage()))));
    }
  }
}
