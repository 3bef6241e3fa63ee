package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * All settings that decide the result of a run, as one text: two recipes with the same key train to
 * the same bits. A run can be resumed with any other setting changed.
 */
public final class ResultKey {
  /**
   * The settings that may change: the name, where the data lie, and how the run is kept and fed.
   */
  public static final List<String> FREE =
      List.of(
          "name",
          "data.root",
          "training.loaderThreads",
          "training.checkpoint",
          "training.onNonFinite",
          "training.strict");

  private ResultKey() {}

  /** SHA-256 of a recipe without what may change, in hexadecimal. */
  public static String of(Recipe recipe) {
    ObjectNode json = RecipeWriter.tree(recipe);
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
