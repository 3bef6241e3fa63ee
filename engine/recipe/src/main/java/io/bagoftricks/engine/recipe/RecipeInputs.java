package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.recipe.internal.binding.JsonTreeReader;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The files and folders that a recipe is read from, and those that it names. */
public final class RecipeInputs {
  private static final String ROOT = "root";

  private RecipeInputs() {}

  /**
   * The recipe's file and those that it extends, its data, the weights that it starts from and its
   * teachers, as far as they are there.
   */
  public static List<Path> of(Recipe recipe) {
    List<Path> inputs = new ArrayList<>();
    Optional<Path> file = path(recipe.source());
    while (file.isPresent()
        && Files.isRegularFile(file.get())
        && inputs.size() < RecipeFiles.MOST_FILES) {
      inputs.add(file.get());
      file = base(file.get());
    }
    add(RecipeWriter.settings(recipe.data().settings()), ROOT, inputs);
    inputs.addAll(places(recipe));
    recipe.start().weights().flatMap(RecipeInputs::path).ifPresent(inputs::add);
    for (TrickEntry trick : recipe.tricks()) {
      SortedMap<String, String> settings = RecipeWriter.settings(trick.config());
      ResultKey.teacherPaths(trick.config()).forEach(name -> add(settings, name, inputs));
    }
    return inputs.stream().filter(Files::exists).toList();
  }

  /** Of data whose root is not a path: a table in an archive, or a pattern of files. */
  private static List<Path> places(Recipe recipe) {
    try {
      return KnownSource.of(recipe.data().made()).places();
    } catch (IOException e) {
      return List.of(); // whoever opens the data is told
    }
  }

  private static Optional<Path> base(Path file) {
    try {
      return new JsonTreeReader(new ProblemCollector())
          .read(Files.readAllBytes(file), file.toString())
          .filter(JsonObject.class::isInstance)
          .map(recipe -> ((JsonObject) recipe).members().get(RecipeFiles.EXTENDS))
          .map(Member::value)
          .filter(JsonText.class::isInstance)
          .map(base -> file.resolveSibling(((JsonText) base).value()).normalize());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // it was readable a moment ago
    }
  }

  private static void add(SortedMap<String, String> settings, String name, List<Path> inputs) {
    String json = settings.getOrDefault(name, "\"\"");
    try {
      String text = StrictJson.tree(json).asText();
      if (!text.isEmpty()) {
        path(text).ifPresent(inputs::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("A setting is JSON", e);
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(UserPath.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
