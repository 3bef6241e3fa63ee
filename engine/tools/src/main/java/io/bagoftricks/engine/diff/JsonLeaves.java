package io.bagoftricks.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A tree of JSON as values under dotted paths. */
public final class JsonLeaves {
  private static final int LONGEST_LIST = 16;

  private JsonLeaves() {}

  /**
   * The leaves of a tree, in its order. An object in a list goes by its {@code id} or its {@code
   * trick}, if it has one; a short list of plain values is one leaf.
   */
  public static Map<String, String> of(JsonNode tree) {
    Map<String, String> leaves = new LinkedHashMap<>();
    collect(tree, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String path, Map<String, String> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              each ->
                  collect(
                      each.getValue(),
                      path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                      leaves));
    } else if (node.isArray() && !isPlain(node)) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), path + name(node.get(i), i), leaves);
      }
    } else {
      leaves.put(path, node.isTextual() ? node.asText() : node.toString());
    }
  }

  private static boolean isPlain(JsonNode list) {
    if (list.size() > LONGEST_LIST) {
      return false;
    }
    for (JsonNode item : list) {
      if (item.isContainerNode()) {
        return false;
      }
    }
    return true;
  }

  private static String name(JsonNode item, int index) {
    return Optional.ofNullable(item.get("id"))
        .or(() -> Optional.ofNullable(item.get("trick")))
        .map(name -> "." + name.asText())
        .orElse("[" + index + "]");
  }
}
