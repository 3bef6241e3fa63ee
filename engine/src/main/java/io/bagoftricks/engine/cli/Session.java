package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeSchema;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.ResultKey;
import io.bagoftricks.engine.run.KeptData;
import io.bagoftricks.engine.run.Manifest;
import io.bagoftricks.engine.run.ManifestMaker;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** What commands share: the tricks on the class path, and the way from a file to a plan. */
final class Session {
  private static final RecipeTypes RECIPE_TYPES = RecipeTypes.defaults();
  private static final String PARITY_RECIPES = "META-INF/parity/";

  private final TrickRegistry tricks;
  private final PrintWriter messages;

  private Session(TrickRegistry tricks, PrintWriter messages) {
    this.tricks = tricks;
    this.messages = messages;
  }

  /**
   * Finds the tricks, and tells of plugins that could not be loaded.
   *
   * @throws RecipeException if a folder of plugins is not there
   */
  static Session open(CommandLine.Model.CommandSpec command, List<Path> plugins) {
    Session session = quiet(command, plugins);
    session.tell(session.tricks.problems());
    return session;
  }

  /** Finds the tricks, and leaves it to the caller to tell of those that could not be loaded. */
  static Session quiet(CommandLine.Model.CommandSpec command, List<Path> plugins) {
    Main main = (Main) command.root().userObject();
    return new Session(
        TrickRegistry.load(Session.class.getClassLoader(), plugins, main.calls()),
        command.commandLine().getErr());
  }

  TrickRegistry tricks() {
    return tricks;
  }

  Recipe read(Path file, List<String> overrides) {
    return new RecipeReader(RECIPE_TYPES).read(file, overrides, tricks);
  }

  /**
   * The recipe of a golden file's network, from the class path.
   *
   * @throws RecipeException if there is none for that model
   */
  Recipe readParity(String model) {
    String resource = PARITY_RECIPES + model + ".json";
    try (InputStream stream = Session.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new RecipeException(
            List.of(
                Problem.error(
                    "golden/unknown-model",
                    "",
                    "No recipe says how to build the golden file's model '%s'. Name one: --recipe RECIPE."
                        .formatted(model))));
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new RecipeReader(RECIPE_TYPES).read(text, resource, List.of(), tricks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recipe with every default filled in, as JSON. */
  String resolved(Recipe recipe) {
    return new RecipeWriter(RECIPE_TYPES).toJson(recipe);
  }

  /** The plan of a recipe, without a word about its notes. */
  RunPlan quietPlan(Recipe recipe) {
    return new RunPlanner(tricks).plan(recipe);
  }

  /** What of a recipe decides the result. */
  String resultKey(Recipe recipe) {
    return ResultKey.of(recipe, RECIPE_TYPES);
  }

  /** The JSON Schema of the recipes that can be read. */
  String schema() {
    return new RecipeSchema(RECIPE_TYPES, tricks).toJson();
  }

  RunPlan plan(Recipe recipe) {
    RunPlan plan = quietPlan(recipe);
    tell(plan.notes());
    return plan;
  }

  /**
   * The plan of a run that was kept, from its folder alone.
   *
   * @param overrides of what changes no result, such as where the data lie
   * @throws RecipeException if the folder holds no run, or its recipe does not fit this version or
   *     is not the one that the run was started with
   */
  RunPlan planOfRun(Path folder, List<String> overrides) {
    Path recipe = folder.resolve("recipe.json");
    if (!Files.isRegularFile(recipe)) {
      throw new RecipeException(
          List.of(
              Problem.error(
                  "run/not-a-run",
                  folder.toString(),
                  Files.isDirectory(folder)
                      ? "The folder holds no recipe.json, as every run does. Name the folder that"
                          + " 'train' said the run is kept in."
                      : "There is no such folder. Name the folder that 'train' said the run is kept"
                          + " in.")));
    }
    RunFolder run = RunFolder.open(Disk.local(), folder);
    Manifest manifest = run.manifest();
    Recipe kept = ResumeArguments.recipe(this, run, overrides);
    if (!resultKey(kept).equals(manifest.resultKey())) {
      Problem changed =
          Problem.error(
              "run/recipe-changed",
              recipe.toString(),
              "This is not the recipe that the run was trained with. Put it back from a copy.");
      if (manifest.environment().tricks().equals(ManifestMaker.version())) {
        throw new RecipeException(List.of(changed));
      }
      // Another version may know more keys, or other defaults.
      tell(List.of(Problem.warning(changed.id(), changed.where(), changed.message())));
    }
    return plan(KeptData.in(kept, manifest.facts()));
  }

  void tell(List<Problem> problems) {
    problems.forEach(messages::println);
  }
}
