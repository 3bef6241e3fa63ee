package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of values of one type. */
record ListCodec(ValueCodec item) implements ValueCodec {
  @Override
  public String expected() {
    return "a list in brackets, of which each is " + item.expected();
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (!(value instanceof JsonArray array)) {
      return wrongType(value, path, problems);
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < array.items().size(); i++) {
      item.read(array.items().get(i), path + "[" + i + "]", problems).ifPresent(items::add);
    }
    return items.size() == array.items().size()
        ? Optional.of(List.copyOf(items))
        : Optional.empty();
  }

  @Override
  public ObjectNode schema() {
    return ValueCodec.ofType("array").set("items", item.schema());
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Object each : (List<?>) value) {
      item.write(each).ifPresent(array::add);
    }
    return Optional.of(array);
  }
}
