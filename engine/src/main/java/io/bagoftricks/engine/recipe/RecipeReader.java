package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.JsonValue.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads recipes strictly, in three passes: text to a tree that keeps places, overrides on the tree,
 * the tree checked against the records and bound to them. Reports all problems of a recipe at once.
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
   * @throws RecipeException with all problems, if there is one
   */
  public Recipe read(Path file, List<String> overrides, TrickCatalog catalog) {
    ProblemCollector problems = new ProblemCollector();
    byte[] bytes;
    try (InputStream input = Files.newInputStream(file)) {
      // One byte more than is allowed, to notice; never a file of any size.
      bytes = input.readNBytes(JsonTreeReader.MAX_BYTES + 1);
    } catch (IOException e) {
      problems.add(Problem.error("recipe/unreadable", file.toString(), unreadable(file, e)));
      throw problems.toException();
    }
    Optional<JsonValue> tree = new JsonTreeReader(problems).read(bytes, file.toString());
    return bind(tree, file.toString(), overrides, catalog, problems);
  }

  /**
   * Reads text, such as a recipe in the class path.
   *
   * @param source its name in messages
   * @throws RecipeException with all problems, if there is one
   */
  public Recipe read(String text, String source, List<String> overrides, TrickCatalog catalog) {
    ProblemCollector problems = new ProblemCollector();
    Optional<JsonValue> tree = new JsonTreeReader(problems).read(text, source);
    return bind(tree, source, overrides, catalog, problems);
  }

  private Recipe bind(
      Optional<JsonValue> tree,
      String source,
      List<String> overrides,
      TrickCatalog catalog,
      ProblemCollector problems) {
    if (tree.isPresent() && !(tree.get() instanceof JsonObject)) {
      problems.error(
          "recipe/wrong-type",
          tree.get().where(),
          "A recipe is an object in braces, not %s.".formatted(tree.get().shown()));
    }
    return tree.filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .map(recipe -> new Overrides(problems).apply(recipe, overrides))
        .flatMap(recipe -> new RecipeBinder(types, catalog, problems).bind(recipe, source))
        .orElseThrow(problems::toException);
  }

  private static String unreadable(Path file, IOException reason) {
    if (!(reason instanceof NoSuchFileException)) {
      return "The recipe cannot be read: " + reason.getMessage() + ".";
    }
    Path name = file.getFileName();
    Path folder = file.toAbsolutePath().getParent();
    if (name == null || folder == null || !Files.isDirectory(folder)) {
      return "There is no such file, nor its folder.";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> recipes =
          files
              .map(f -> String.valueOf(f.getFileName()))
              .filter(f -> f.endsWith(".json"))
              .sorted()
              .toList();
      return recipes.isEmpty()
          ? "There is no such file, and no other recipe in its folder."
          : "There is no such file. " + Suggestions.sentence(name.toString(), recipes);
    } catch (IOException e) {
      return "There is no such file.";
    }
  }
}
