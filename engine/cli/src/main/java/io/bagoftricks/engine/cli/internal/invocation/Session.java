package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/**
 * The parts that commands share: the tricks on the class path, and the way from a file to a plan.
 */
public final class Session {
  private static final String PARITY_RECIPES = "META-INF/parity/";

  private final Recipes recipes;
  private final PrintWriter messages;

  private Session(Recipes recipes, PrintWriter messages) {
    this.recipes = recipes;
    this.messages = messages;
  }

  /**
   * Finds the tricks, and tells of plugins that could not be loaded.
   *
   * @throws ProblemException if a folder of plugins is not there
   */
  public static Session open(CommandLine.Model.CommandSpec command, List<Path> plugins) {
    Session session = quiet(command, plugins);
    session.tell(session.recipes().plugins().problems());
    return session;
  }

  /** Finds the tricks, and leaves it to the caller to tell of those that could not be loaded. */
  public static Session quiet(CommandLine.Model.CommandSpec command, List<Path> plugins) {
    Invocation invocation = (Invocation) command.root().userObject();
    return new Session(Recipes.load(plugins, invocation.calls()), command.commandLine().getErr());
  }

  public Recipes recipes() {
    return recipes;
  }

  TrickRegistry tricks() {
    return recipes.tricks();
  }

  public Recipe read(Path file, List<String> overrides) {
    return recipes.read(file, overrides);
  }

  /**
   * The recipe of a golden file's network, from the class path.
   *
   * @throws ProblemException if there is none for that model
   */
  public Recipe readParity(String model) {
    String resource = PARITY_RECIPES + model + ".json";
    try (InputStream stream = Session.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ProblemException(
            List.of(
                Problem.error(
                    "golden/unknown-model",
                    "",
                    "No recipe says how to build the golden file's model '%s'. Name one: --recipe RECIPE."
                        .formatted(model))));
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return recipes.parse(text, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recipe with every default filled in, as JSON. */
  public String resolved(Recipe recipe) {
    return recipes.resolved(recipe);
  }

  /** The plan of a recipe, without a word about its notes. */
  public RunPlan quietPlan(Recipe recipe) {
    return recipes.plan(recipe);
  }

  /** The JSON Schema of the recipes that can be read. */
  public String schema() {
    return recipes.schema();
  }

  public RunPlan plan(Recipe recipe) {
    RunPlan plan = quietPlan(recipe);
    tell(plan.notes());
    return plan;
  }

  /**
   * The plan of a run that was kept, from its folder alone.
   *
   * @param overrides of what changes no result, such as where the data lie
   * @throws ProblemException if the folder holds no run, or its recipe does not fit this version or
   *     is not the one that the run was started with
   */
  public RunPlan planOfRun(Path folder, List<String> overrides) {
    return recipes.planOfRun(folder, overrides, problem -> tell(List.of(problem)));
  }

  public void tell(List<Problem> problems) {
    problems.forEach(messages::println);
  }
}
