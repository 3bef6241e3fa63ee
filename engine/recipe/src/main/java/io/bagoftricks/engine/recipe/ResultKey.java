package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.TeacherPath;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * All settings that decide the result of a run, as one text: two recipes with the same key train to
 * the same bits. A run can be resumed with any other setting changed.
 */
public final class ResultKey {
  /**
   * The settings that may change: the name, where the data lie and how many of their files may be
   * bad before a run ends, and how the run is kept and fed.
   */
  public static final List<String> FREE =
      List.of(
          "name",
          "data.root",
          "data.maxBadFraction",
          "training.loaderThreads",
          "training.checkpoint",
          "training.onNonFinite",
          "training.strict");

  private ResultKey() {}

  /** The settings of a recipe that may change: {@link #FREE}, and the paths of its teachers. */
  public static List<String> freeOf(Recipe recipe) {
    List<String> free = new ArrayList<>(FREE);
    for (TrickEntry entry : recipe.tricks()) {
      teacherPaths(entry.config()).forEach(name -> free.add("tricks." + entry.id() + "." + name));
    }
    return List.copyOf(free);
  }

  /** The settings of a trick that are paths of teachers; the teachers are compared themselves. */
  public static List<String> teacherPaths(Record settings) {
    return Arrays.stream(settings.getClass().getRecordComponents())
        .filter(component -> component.isAnnotationPresent(TeacherPath.class))
        .map(RecordComponent::getName)
        .toList();
  }

  /** SHA-256 of a recipe without what may change, in hexadecimal. */
  public static String of(Recipe recipe) {
    ObjectNode json = RecipeWriter.tree(recipe);
    JsonNode tricks = json.path("tricks");
    for (int i = 0; i < recipe.tricks().size(); i++) {
      if (tricks.path(i) instanceof ObjectNode trick) {
        trick.remove(teacherPaths(recipe.tricks().get(i).config()));
      }
    }
    for (String path : FREE) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        json.remove(path);
      } else {
        json.withObjectProperty(path.substring(0, dot)).remove(path.substring(dot + 1));
      }
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(json.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
