package io.bagoftricks.testkit;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.TrickRegistry;
import java.util.List;

/**
 * The entry of a recipe with which a trick acts in a short run: {@code
 * META-INF/tricks/<id>.active.json} beside its card, or its defaults where there is no such file.
 *
 * @param id of the trick
 * @param json the entry
 */
record ActiveEntry(String id, TrickProvider<?> provider, String json) {
  static ActiveEntry of(TrickProvider<?> provider) {
    String id = TrickRegistry.of(List.of(provider)).ids().first();
    return new ActiveEntry(
        id, provider, EntryFile.ACTIVE.read(provider, id).orElse("{\"trick\": \"" + id + "\"}"));
  }
}
