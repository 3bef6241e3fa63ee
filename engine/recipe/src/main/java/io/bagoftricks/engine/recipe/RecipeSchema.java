package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.recipe.internal.binding.SchemaNodes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON Schema (draft 2020-12) of recipes, made of the same records that recipes are bound to.
 * {@link RecipeReader} refuses everything that it refuses; the reader knows further rules that no
 * schema can express, such as ids that refer to each other.
 *
 * <p>A recipe that extends another may leave out what the other says.
 */
public final class RecipeSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final RecipeTypes types;
  private final TrickCatalog catalog;
  private final Meanings meanings = Meanings.load();

  /** The schema of recipes that name these types and tricks. */
  public RecipeSchema(RecipeTypes types, TrickCatalog catalog) {
    this.types = types;
    this.catalog = catalog;
  }

  /** The schema as indented JSON. */
  public String toJson() {
    return RecipeWriter.indented(tree());
  }

  private ObjectNode tree() {
    ObjectNode definitions = NODES.objectNode();
    ObjectNode properties = NODES.objectNode();
    properties.set("$schema", text("Where this schema is. Nothing but an editor looks at it."));
    properties.set("extends", text(meanings.of("extends")));
    properties.set("name", text(meanings.of("name")).put("pattern", RecipeName.NAME.pattern()));
    ObjectNode complete = NODES.objectNode();
    for (TypeSection<?> section : types.sections()) {
      properties.set(
          section.key(),
          SchemaNodes.reference(section.key()).put("description", meanings.of(section.key())));
      definitions.set(section.key(), section(section, definitions));
      complete.set(section.key(), complete(section));
    }
    properties.set("training", training());
    properties.set(
        "tricks",
        NODES
            .objectNode()
            .put("type", "array")
            .put("description", meanings.of("tricks"))
            .set("items", SchemaNodes.reference("trick")));
    definitions.set("trick", new TrickSchemas(catalog, meanings, definitions).any());
    complete.set("tricks", NODES.objectNode().set("items", SchemaNodes.required("trick")));
    return schema(properties, complete, definitions);
  }

  private static ObjectNode schema(
      ObjectNode properties, ObjectNode complete, ObjectNode definitions) {
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", DRAFT);
    schema.put("title", "A recipe of Bag of Tricks");
    schema.put("type", "object");
    schema.set("properties", properties);
    schema.put("additionalProperties", false);
    schema.set("if", SchemaNodes.required("extends"));
    schema.set(
        "else",
        SchemaNodes.required("name", "data", "model", "optimizer")
            .<ObjectNode>set("properties", complete));
    schema.set("$defs", definitions);
    return schema;
  }

  private ObjectNode section(TypeSection<?> section, ObjectNode definitions) {
    ArrayNode alternatives = NODES.arrayNode();
    for (RecipeType<?> type : section.alternatives()) {
      String name = section.key() + "-" + type.id();
      definitions.set(name, ofType(section, type));
      alternatives.add(SchemaNodes.reference(name));
    }
    alternatives.add(
        SchemaNodes.without(TypeSection.TYPE, "Changes what the extended recipe says."));
    return NODES.objectNode().set("oneOf", alternatives);
  }

  private ObjectNode ofType(TypeSection<?> section, RecipeType<?> type) {
    ObjectNode properties = NODES.objectNode();
    properties.set(TypeSection.TYPE, NODES.objectNode().put("const", type.id()));
    Map<String, String> ofType = type.meanings();
    properties.setAll(SchemaNodes.settings(type.defaults(), key -> ofType.getOrDefault(key, "")));
    section
        .ofEngine()
        .ifPresent(
            keys ->
                properties.setAll(
                    SchemaNodes.settings(keys, key -> meanings.of(section.key() + "." + key))));
    ObjectNode schema = SchemaNodes.closed(properties);
    if (!type.summary().isEmpty()) {
      schema.put("description", type.summary());
    }
    return schema.setAll(SchemaNodes.required(TypeSection.TYPE));
  }

  /**
   * The keys that a recipe which extends none must have: the type, and the settings for which the
   * type has no default.
   */
  private static ObjectNode complete(TypeSection<?> section) {
    ObjectNode complete = SchemaNodes.required(TypeSection.TYPE);
    ArrayNode rules = NODES.arrayNode();
    for (RecipeType<?> type : section.alternatives()) {
      if (!type.required().isEmpty()) {
        ObjectNode ofType = SchemaNodes.required(TypeSection.TYPE);
        ofType.set(
            "properties",
            NODES.objectNode().set(TypeSection.TYPE, NODES.objectNode().put("const", type.id())));
        Set<String> sorted = new TreeSet<>(type.required());
        rules.add(
            NODES
                .objectNode()
                .<ObjectNode>set("if", ofType)
                .set("then", SchemaNodes.required(sorted.toArray(String[]::new))));
      }
    }
    return rules.isEmpty() ? complete : complete.set("allOf", rules);
  }

  private ObjectNode training() {
    return SchemaNodes.closed(
            SchemaNodes.settings(TrainingConfig.defaults(), key -> meanings.of("training." + key)))
        .put("description", meanings.of("training"));
  }

  private static ObjectNode text(String description) {
    return NODES.objectNode().put("type", "string").put("description", description);
  }
}
