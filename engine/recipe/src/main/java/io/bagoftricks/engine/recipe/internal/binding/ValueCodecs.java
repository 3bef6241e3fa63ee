package io.bagoftricks.engine.recipe.internal.binding;

import io.bagoftricks.api.TrainingTime;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types that a key of a recipe can have. */
final class ValueCodecs {
  private static final String ALLOWED =
      "an int, a long, a double, a boolean, a String, an enum, a TrainingTime, another record of"
          + " these, a sealed interface of an enum and a record, or a List or an Optional of one";

  private static final Map<Type, ValueCodec> SIMPLE =
      Map.of(
          int.class, new WholeCodec(Integer.SIZE),
          Integer.class, new WholeCodec(Integer.SIZE),
          long.class, new WholeCodec(Long.SIZE),
          Long.class, new WholeCodec(Long.SIZE),
          double.class, new RealCodec(),
          Double.class, new RealCodec(),
          boolean.class, new FlagCodec(),
          Boolean.class, new FlagCodec(),
          String.class, new TextCodec(),
          TrainingTime.class, new TimeCodec());

  private ValueCodecs() {}

  /**
   * The codec of a type.
   *
   * @param around the records that such a value is in
   * @throws IllegalArgumentException if a recipe cannot hold such values
   */
  static ValueCodec of(Type type, Set<Class<?>> around) {
    ValueCodec simple = SIMPLE.get(type);
    if (simple != null) {
      return simple;
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return new ChoiceCodec(c);
    }
    if (type instanceof Class<?> c && c.isRecord()) {
      return NestedCodec.of(c.asSubclass(Record.class), around);
    }
    if (type instanceof Class<?> c && c.isSealed()) {
      return AlternativesCodec.of(c, around);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new ListCodec(of(generic.getActualTypeArguments()[0], around));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return new OptionalCodec(of(generic.getActualTypeArguments()[0], around));
    }
    throw new IllegalArgumentException(
        "a setting cannot be of type %s; it can be %s".formatted(type.getTypeName(), ALLOWED));
  }
}
