package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.internal.binding.JsonTreeReader;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a recipe and those that it extends, and lays each over the one before. Every value keeps
 * the file and line where it was written.
 */
final class RecipeFiles {
  /** The longest chain of recipes, the first included. */
  static final int MOST_FILES = 16;

  /** The key that names the recipe under this one. */
  static final String EXTENDS = "extends";

  /**
   * A file on the way from the recipe to what it extends.
   *
   * @param shown as messages name it
   * @param real the same for every spelling of one file
   */
  private record Link(Path shown, Path real) {}

  private final ProblemCollector problems;

  RecipeFiles(ProblemCollector problems) {
    this.problems = problems;
  }

  /** A file, laid over what it extends; empty where there are problems, which are collected. */
  Optional<JsonObject> read(Path file) {
    try {
      return read(file, bytes(file), List.of(new Link(file, file.toRealPath())));
    } catch (IOException e) {
      problems.add(Problem.error("recipe/unreadable", file.toString(), unreadable(file, e)));
      return Optional.empty();
    }
  }

  /** Text that is not a file, and so has no place from which to look for another recipe. */
  Optional<JsonObject> read(String text, String source) {
    Optional<JsonObject> recipe = object(new JsonTreeReader(problems).read(text, source));
    Member extended = recipe.map(r -> r.members().get(EXTENDS)).orElse(null);
    if (extended == null) {
      return recipe;
    }
    problems.error(
        "recipe/extends",
        extended.where(),
        "%s is not a file, so it cannot say where another recipe is. Remove 'extends'."
            .formatted(Quotes.name(source)));
    return Optional.empty();
  }

  private Optional<JsonObject> read(Path file, byte[] bytes, List<Link> chain) {
    Optional<JsonObject> recipe = object(new JsonTreeReader(problems).read(bytes, file.toString()));
    Member extended = recipe.map(r -> r.members().get(EXTENDS)).orElse(null);
    if (recipe.isEmpty() || extended == null) {
      return recipe;
    }
    if (!(extended.value() instanceof JsonText text)) {
      problems.error(
          "recipe/wrong-type",
          extended.value().where(),
          "extends is %s, but must be the path of a recipe, relative to this one, such as \"base.json\"."
              .formatted(extended.value().shown()));
      return Optional.empty();
    }
    return base(file, text, chain)
        .map(base -> RecipeMerge.over(base, recipe.get().without(EXTENDS)));
  }

  private Optional<JsonObject> base(Path file, JsonText text, List<Link> chain) {
    Path base;
    try {
      base = file.resolveSibling(text.value()).normalize();
    } catch (InvalidPathException e) {
      return refuse(text, "which is not a path: %s.".formatted(OneLine.of(e.getReason())));
    }
    try {
      if (Files.exists(base) && !Files.isRegularFile(base)) {
        return refuse(text, "which is not a file. Name the recipe's file.");
      }
      byte[] bytes = bytes(base);
      List<Link> longer = new ArrayList<>(chain);
      longer.add(new Link(base, base.toRealPath()));
      return checked(text, longer) ? read(base, bytes, longer) : Optional.empty();
    } catch (IOException e) {
      problems.error(
          "recipe/unreadable",
          text.where(),
          "extends is %s: %s".formatted(text.shown(), unreadable(base, e)));
      return Optional.empty();
    }
  }

  /** Whether the last file of a chain is new in it, and the chain not too long. */
  private boolean checked(JsonText text, List<Link> chain) {
    Link last = chain.get(chain.size() - 1);
    List<Link> before = chain.subList(0, chain.size() - 1);
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).real().equals(last.real())) {
        problems.error(
            "recipe/extends-cycle",
            text.where(),
            "The recipes extend each other in a cycle: %s. Take one 'extends' out."
                .formatted(path(chain.subList(i, chain.size()))));
        return false;
      }
    }
    if (chain.size() > MOST_FILES) {
      problems.error(
          "recipe/extends",
          text.where(),
          String.format(
              Locale.ROOT,
              "More than %d recipes extend each other: %s. Merge some of them.",
              MOST_FILES,
              path(chain)));
      return false;
    }
    return true;
  }

  private static String path(List<Link> chain) {
    return chain.stream()
        .map(link -> OneLine.of(link.shown().toString()))
        .collect(Collectors.joining(" -> "));
  }

  private Optional<JsonObject> refuse(JsonText text, String why) {
    problems.error(
        "recipe/extends", text.where(), "extends is %s, %s".formatted(text.shown(), why));
    return Optional.empty();
  }

  private Optional<JsonObject> object(Optional<JsonValue> tree) {
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    if (tree.get() instanceof JsonObject object) {
      return Optional.of(object);
    }
    problems.error(
        "recipe/wrong-type",
        tree.get().where(),
        "A recipe is an object in braces, not %s.".formatted(tree.get().shown()));
    return Optional.empty();
  }

  /** One byte more than is allowed, to notice; never a file of any size. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(JsonTreeReader.MAX_BYTES + 1);
    }
  }

  private static String unreadable(Path file, IOException reason) {
    if (!(reason instanceof NoSuchFileException)) {
      return "The recipe cannot be read: " + StorageProblems.words(reason) + ".";
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
