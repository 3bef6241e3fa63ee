package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;

/** Holds JSON against a JSON Schema. */
record Judge(JsonSchema schema) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Judge of(JsonNode schema) {
    return new Judge(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema));
  }

  static Judge of(String schema) throws IOException {
    return of(JSON.readTree(schema));
  }

  List<String> complaints(String json) throws IOException {
    return schema.validate(JSON.readTree(json)).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  boolean refuses(String json) throws IOException {
    return !complaints(json).isEmpty();
  }
}
