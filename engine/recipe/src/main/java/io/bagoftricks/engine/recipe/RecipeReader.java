package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads recipes strictly, in three passes: text to a tree that keeps places, laid over the recipe
 * that it extends, with overrides on top; the tree checked against the records and bound to them.
 * Reports all problems of a recipe at once.
 */
public final class RecipeReader {
  private final RecipeTypes types;

  /** A reader of recipes that name these types. */
  public RecipeReader(RecipeTypes types) {
    this.types = types;
  }

  /**
   * Reads a file.
   *
   * @param overrides of the command line, {@code training.epochs=3}, applied in order
   * @param catalog the tricks that the recipe may name
   * @throws ProblemException with all problems, if there is one
   */
  public Recipe read(Path file, List<String> overrides, TrickCatalog catalog) {
    ProblemCollector problems = new ProblemCollector();
    return bind(
        new RecipeFiles(problems).read(file), file.toString(), overrides, catalog, problems);
  }

  /**
   * Reads text, such as a recipe in the class path.
   *
   * @param source its name in messages
   * @throws ProblemException with all problems, if there is one
   */
  public Recipe read(String text, String source, List<String> overrides, TrickCatalog catalog) {
    ProblemCollector problems = new ProblemCollector();
    return bind(new RecipeFiles(problems).read(text, source), source, overrides, catalog, problems);
  }

  private Recipe bind(
      Optional<JsonObject> tree,
      String source,
      List<String> overrides,
      TrickCatalog catalog,
      ProblemCollector problems) {
    return tree.map(recipe -> new Overrides(problems).apply(recipe, overrides))
        .flatMap(recipe -> new RecipeBinder(types, catalog, problems).bind(recipe, source))
        .orElseThrow(problems::toException);
  }
}
