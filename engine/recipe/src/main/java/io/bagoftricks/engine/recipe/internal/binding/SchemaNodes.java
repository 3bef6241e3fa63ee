package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** The pieces of which a JSON Schema of recipes is put together. */
public final class SchemaNodes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SchemaNodes() {}

  /** The keys of a record, each with its type, default and range. */
  public static ObjectNode settings(Record defaults, UnaryOperator<String> meaningOf) {
    RecordSchema schema = RecordSchema.of(defaults.getClass());
    RecordRanges ranges = new RecordRanges(schema, defaults);
    ObjectNode written = schema.write(defaults);
    ObjectNode properties = NODES.objectNode();
    schema
        .codecs()
        .forEach(
            (key, codec) -> {
              ObjectNode property = codec.schema().setAll(ranges.of(key));
              String meaning = meaningOf.apply(key);
              if (!meaning.isEmpty()) {
                property.put("description", meaning);
              }
              if (written.has(key)) {
                property.set("default", written.get(key));
              }
              properties.set(key, property);
            });
    return properties;
  }

  public static ObjectNode closed(ObjectNode properties) {
    return NODES
        .objectNode()
        .put("type", "object")
        .<ObjectNode>set("properties", properties)
        .put("additionalProperties", false);
  }

  public static ObjectNode without(String key, String description) {
    return NODES
        .objectNode()
        .put("type", "object")
        .put("description", description)
        .set("not", required(key));
  }

  public static ObjectNode required(String... keys) {
    ObjectNode node = NODES.objectNode();
    ArrayNode required = node.putArray("required");
    for (String key : keys) {
      required.add(key);
    }
    return node;
  }

  public static ObjectNode reference(String definition) {
    return NODES.objectNode().put("$ref", "#/$defs/" + definition);
  }
}
