package io.bagoftricks.engine;

import io.bagoftricks.engine.internal.run.KeptData;
import io.bagoftricks.engine.internal.run.Manifest;
import io.bagoftricks.engine.internal.run.ManifestMaker;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.teacherfile.TeacherFiles;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.TeacherFinder;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeSchema;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.ResultKey;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.teacher.TeacherFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Reads and plans recipes with what one class loader and plugins bring. */
public final class Recipes {
  private final Plugins plugins;

  private Recipes(Plugins plugins) {
    this.plugins = plugins;
  }

  /** With what is on the class path. */
  public static Recipes load() {
    return load(List.of());
  }

  /**
   * With what is on the class path, and what plugins bring.
   *
   * @param plugins folders: each jar in one is a plugin, and so is each folder of jars
   * @throws ProblemException if a folder is not there
   */
  public static Recipes load(List<Path> plugins) {
    return load(plugins, new RunningCalls());
  }

  /**
   * With the tricks on the class path, and those of plugins.
   *
   * @param calls is told who is in the code of a plugin
   * @throws ProblemException if a folder is not there
   */
  public static Recipes load(List<Path> plugins, RunningCalls calls) {
    return new Recipes(Plugins.load(Recipes.class.getClassLoader(), plugins, calls));
  }

  /** All that recipes can name, and the problems of what could not be loaded. */
  public Plugins plugins() {
    return plugins;
  }

  /** The tricks that recipes can name. */
  public TrickRegistry tricks() {
    return plugins.tricks();
  }

  /**
   * Reads a recipe.
   *
   * @param overrides of its values, such as {@code training.epochs=3}
   * @throws ProblemException with every problem, where it is and what to do
   */
  public Recipe read(Path file, List<String> overrides) {
    return new RecipeReader(plugins.types()).read(file, overrides, tricks());
  }

  /**
   * Reads a recipe from a text.
   *
   * @param source what messages call it
   * @throws ProblemException with every problem, where it is and what to do
   */
  public Recipe parse(String text, String source) {
    return new RecipeReader(plugins.types()).read(text, source, List.of(), tricks());
  }

  /**
   * The plan of a recipe: the order of its tricks with reasons, network, groups, schedules.
   *
   * @throws ProblemException if it cannot be trained
   */
  public RunPlan plan(Recipe recipe) {
    return new RunPlanner(tricks(), teachers()).plan(recipe);
  }

  /** Finds the networks that tricks of a recipe learn from. */
  public TeacherFinder teachers() {
    return new TeacherFiles(
        folder -> planOfRun(folder, List.of(), problem -> {}),
        file -> withoutTeachers(read(file, List.of())),
        ServiceLoader.load(TeacherFormat.class, Recipes.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList(),
        plugins.folders());
  }

  /** The plan of a network that is used, and not trained: whoever taught it need not be there. */
  private RunPlan withoutTeachers(Recipe recipe) {
    return new RunPlanner(tricks()).plan(recipe);
  }

  /** A recipe with every default filled in, as JSON. */
  public String resolved(Recipe recipe) {
    return RecipeWriter.toJson(recipe);
  }

  /**
   * The text of all settings of a recipe that decide the result: recipes with the same key train to
   * the same bits.
   */
  public String resultKey(Recipe recipe) {
    return ResultKey.of(recipe);
  }

  /** The JSON Schema of the recipes that can be read. */
  public String schema() {
    return new RecipeSchema(plugins.types(), tricks()).toJson();
  }

  /**
   * The recipe of a run, with what may be changed changed.
   *
   * @throws ProblemException if an override would change the result
   */
  Recipe ofRun(RunFolder folder, List<String> overrides) {
    Recipe before = read(folder.recipe(), List.of());
    String key = resultKey(before);
    for (String override : overrides) {
      if (!resultKey(read(folder.recipe(), List.of(override))).equals(key)) {
        throw folder.refusal(
            "run/override-changes-result",
            "--set %s would change the result of the run. Only these may change: %s. Start a new run for anything else."
                .formatted(override, String.join(", ", ResultKey.freeOf(before))));
      }
    }
    return read(folder.recipe(), overrides);
  }

  /**
   * The plan of a run that was kept, from its folder alone.
   *
   * @param overrides of what changes no result, such as where the data lie
   * @param warnings are told what may be different
   * @throws ProblemException if the folder holds no run, or its recipe does not fit this version or
   *     is not the one that the run was started with
   */
  public RunPlan planOfRun(Path folder, List<String> overrides, Consumer<Problem> warnings) {
    RunFolder run = RunFolder.open(Disk.local(), folder, plugins.folders());
    Manifest manifest = run.manifest();
    Recipe kept = ofRun(run, overrides);
    if (!resultKey(kept).equals(manifest.resultKey())) {
      Problem changed =
          Problem.error(
              "run/recipe-changed",
              run.recipe().toString(),
              "This is not the recipe that the run was trained with. Put it back from a copy.");
      if (manifest.environment().tricks().equals(ManifestMaker.version())) {
        throw new ProblemException(List.of(changed));
      }
      // Another version may know more keys, or other defaults.
      warnings.accept(Problem.warning(changed.id(), changed.where(), changed.message()));
    }
    RunPlan plan = withoutTeachers(KeptData.in(kept, manifest.facts()));
    plan.notes().forEach(warnings);
    return plan;
  }
}
