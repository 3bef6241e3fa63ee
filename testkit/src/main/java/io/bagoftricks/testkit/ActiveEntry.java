package io.bagoftricks.testkit;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.TrickRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    try (InputStream entry = provider.getClass().getResourceAsStream("/" + file(id))) {
      return new ActiveEntry(
          id,
          provider,
          entry == null
              ? "{\"trick\": \"" + id + "\"}"
              : new String(entry.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the file in the jar of a provider. */
  static String file(String id) {
    return "META-INF/tricks/" + id + ".active.json";
  }
}
