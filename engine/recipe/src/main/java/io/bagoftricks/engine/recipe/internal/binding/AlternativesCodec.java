package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A sealed interface of an enum and a record: a word, or an object.
 *
 * @param word of the enum
 * @param object of the record
 */
record AlternativesCodec(ChoiceCodec word, NestedCodec object) implements ValueCodec {
  /**
   * The codec of an interface.
   *
   * @param around the records that such a value is in
   * @throws IllegalArgumentException if it is not one of an enum and a record
   */
  static AlternativesCodec of(Class<?> sealed, Set<Class<?>> around) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    return new AlternativesCodec(
        new ChoiceCodec(one(sealed, permitted, Enum.class)),
        NestedCodec.of(one(sealed, permitted, Record.class), around));
  }

  private static <T> Class<? extends T> one(Class<?> sealed, Class<?>[] permitted, Class<T> kind) {
    return Arrays.stream(permitted)
        .filter(kind::isAssignableFrom)
        .filter(type -> permitted.length == 2)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    sealed.getName() + " is not an interface of one enum and one record"))
        .asSubclass(kind);
  }

  @Override
  public String expected() {
    return word.expected() + ", or " + object.expected();
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (value instanceof JsonObject) {
      return object.read(value, path, problems);
    }
    return value instanceof JsonValue.JsonText
        ? word.read(value, path, problems)
        : wrongType(value, path, problems);
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return value instanceof Enum ? word.write(value) : object.write(value);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("anyOf").add(word.schema()).add(object.schema());
    return schema;
  }
}
