package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.engine.recipe.internal.binding.RecordSchema;
import io.bagoftricks.engine.recipe.internal.binding.SchemaNodes;
import java.util.List;

/** The part of the schema that is about tricks: an alternative for each that there is. */
final class TrickSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String KEY = "trick-key-";

  private final TrickCatalog catalog;
  private final Meanings meanings;
  private final ObjectNode definitions;

  /**
   * Describes tricks.
   *
   * @param definitions receives a definition for each trick, and for each key of the engine
   */
  TrickSchemas(TrickCatalog catalog, Meanings meanings, ObjectNode definitions) {
    this.catalog = catalog;
    this.meanings = meanings;
    this.definitions = definitions;
  }

  /** An entry of the list of tricks. */
  ObjectNode any() {
    engineKeys();
    ArrayNode alternatives = NODES.arrayNode();
    for (String id : catalog.ids()) {
      catalog
          .defaultsOf(id)
          .ifPresent(
              defaults -> {
                String name = "trick-" + id;
                definitions.set(name, trick(id, defaults));
                alternatives.add(SchemaNodes.reference(name));
              });
    }
    alternatives.add(
        SchemaNodes.without("trick", "Changes a trick of the extended recipe, by its id.")
            .setAll(SchemaNodes.required("id")));
    return NODES.objectNode().set("oneOf", alternatives);
  }

  private ObjectNode trick(String id, Record defaults) {
    ObjectNode properties = NODES.objectNode();
    properties.set("trick", NODES.objectNode().put("const", id));
    properties.setAll(
        SchemaNodes.settings(defaults, key -> catalog.meaningsOf(id).getOrDefault(key, "")));
    boolean setup = catalog.setupHookOf(id).isPresent();
    for (String key : RecordSchema.of(TrickKeys.class).keys()) {
      if (!key.equals("trick") && !(setup && TrickKeys.WINDOW.contains(key))) {
        properties.set(key, SchemaNodes.reference(KEY + key));
      }
    }
    ObjectNode schema = SchemaNodes.closed(properties);
    if (!catalog.summaryOf(id).isEmpty()) {
      schema.put("description", catalog.summaryOf(id));
    }
    return schema.setAll(SchemaNodes.required("trick"));
  }

  private void engineKeys() {
    ObjectNode keys =
        SchemaNodes.settings(TrickKeys.defaults(), key -> meanings.of("tricks." + key));
    for (String name : List.of("id", "oneOf")) {
      keys.withObjectProperty(name).put("pattern", TrickKeys.ID.pattern());
    }
    keys.withObjectProperty("id").putObject("not").put("const", LossDraft.HARD);
    keys.remove("trick");
    keys.properties().forEach(key -> definitions.set(KEY + key.getKey(), key.getValue()));
  }
}
