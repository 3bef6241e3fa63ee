package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lays a recipe over the one that it extends. Objects merge key by key, unless they name another
 * {@code type}; tricks merge by instance; anything else is replaced.
 */
final class RecipeMerge {
  private static final String TRICKS = "tricks";
  private static final String TYPE = "type";
  private static final String TRICK = "trick";

  private RecipeMerge() {}

  /** The extending recipe over its base. */
  static JsonObject over(JsonObject base, JsonObject recipe) {
    Map<String, Member> members = new LinkedHashMap<>(base.members());
    recipe
        .members()
        .forEach(
            (key, member) -> {
              Member old = base.members().get(key);
              JsonValue value =
                  old == null
                      ? member.value()
                      : key.equals(TRICKS)
                          ? tricks(old.value(), member.value())
                          : value(old.value(), member.value());
              members.put(key, new Member(member.where(), value));
            });
    return new JsonObject(recipe.where(), members);
  }

  private static JsonValue value(JsonValue base, JsonValue value) {
    boolean merges =
        base instanceof JsonObject baseObject
            && value instanceof JsonObject object
            && !names(object, TYPE, baseObject);
    return merges ? over((JsonObject) base, (JsonObject) value) : value;
  }

  private static JsonValue tricks(JsonValue base, JsonValue tricks) {
    if (!(base instanceof JsonArray baseArray && tricks instanceof JsonArray array)) {
      return tricks;
    }
    List<JsonValue> items = new ArrayList<>(baseArray.items());
    Set<Integer> taken = new HashSet<>();
    for (JsonValue item : array.items()) {
      int at = item instanceof JsonObject entry ? indexOf(entry, baseArray, taken) : -1;
      if (at < 0) {
        items.add(item);
      } else {
        taken.add(at);
        JsonObject entry = (JsonObject) item;
        JsonObject old = (JsonObject) baseArray.items().get(at);
        items.set(at, names(entry, TRICK, old) ? entry : over(old, entry));
      }
    }
    return new JsonArray(tricks.where(), items);
  }

  /** The entry of the base that has the same instance id; -1 if there is none. */
  private static int indexOf(JsonObject entry, JsonArray base, Set<Integer> taken) {
    Optional<String> instance = TrickKeys.instanceOf(entry);
    if (instance.isPresent()) {
      for (int i = 0; i < base.items().size(); i++) {
        if (!taken.contains(i)
            && base.items().get(i) instanceof JsonObject old
            && TrickKeys.instanceOf(old).equals(instance)) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Whether an object names another kind of thing than its base. */
  private static boolean names(JsonObject object, String key, JsonObject base) {
    return object.members().containsKey(key) && !object.text(key).equals(base.text(key));
  }
}
