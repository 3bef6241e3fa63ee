package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.recipe.internal.binding.RecordSchema;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes resolved recipes: every setting filled in, and read again as an equal recipe. */
public final class RecipeWriter {
  private static final JsonMapper MAPPER = FiniteNumbers.mapper();

  private RecipeWriter() {}

  /**
   * A recipe as indented JSON. Of a trick's engine keys only those that differ from their default
   * are written.
   */
  public static String toJson(Recipe recipe) {
    return indented(tree(recipe));
  }

  /** The settings of a trick, or of what else a recipe can name: each as compact JSON. */
  public static SortedMap<String, String> settings(Record settings) {
    SortedMap<String, String> all = new TreeMap<>();
    record(settings)
        .properties()
        .forEach(each -> all.put(each.getKey(), each.getValue().toString()));
    return all;
  }

  /** JSON as people write it: two spaces, a space after each colon. */
  static String indented(ObjectNode json) {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(indent)
            .withSeparators(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    try {
      return MAPPER.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree in memory could not be written", e);
    }
  }

  /** A recipe as a tree. */
  static ObjectNode tree(Recipe recipe) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", recipe.name());
    json.set("data", typed(recipe.data()).setAll(record(recipe.splits())));
    json.set("model", typed(recipe.model()).setAll(record(recipe.start())));
    json.set("optimizer", typed(recipe.optimizer()));
    json.set("training", record(recipe.training()));
    ArrayNode tricks = json.putArray("tricks");
    recipe.tricks().forEach(entry -> tricks.add(trick(entry)));
    return json;
  }

  private static ObjectNode typed(TypeEntry<?> entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(TypeSection.TYPE, entry.type().id());
    return json.setAll(record(entry.settings()));
  }

  private static ObjectNode trick(TrickEntry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("trick", entry.trick());
    if (!entry.id().equals(entry.trick())) {
      json.put("id", entry.id());
    }
    TrickWindow window = entry.window();
    window.from().ifPresent(time -> json.put("from", time.toString()));
    window.until().ifPresent(time -> json.put("until", time.toString()));
    window.every().ifPresent(time -> json.put("every", time.toString()));
    window.oneOf().ifPresent(group -> json.put("oneOf", group));
    if (window.oneOfWeight() != 1) {
      json.put("oneOfWeight", window.oneOfWeight());
    }
    if (!entry.after().isEmpty()) {
      ArrayNode after = json.putArray("after");
      entry.after().forEach(after::add);
    }
    if (entry.mayHaveNoEffect()) {
      json.put("mayHaveNoEffect", true);
    }
    return json.setAll(record(entry.config()));
  }

  private static ObjectNode record(Record record) {
    return RecordSchema.of(record.getClass()).write(record);
  }
}
