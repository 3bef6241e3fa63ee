package io.bagoftricks.testkit;

import io.bagoftricks.api.TrickProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A file beside a trick's card that has a whole entry of a recipe. */
enum EntryFile {
  /** With which it acts in a short run. */
  ACTIVE,
  /** With which it changes nothing. */
  NEUTRAL;

  /** The name of the file in the jar of a provider. */
  String name(String id) {
    return "META-INF/tricks/" + id + "." + name().toLowerCase(Locale.ROOT) + ".json";
  }

  /** The entry; empty where there is no such file. */
  Optional<String> read(TrickProvider<?> provider, String id) {
    try (InputStream entry = provider.getClass().getResourceAsStream("/" + name(id))) {
      return entry == null
          ? Optional.empty()
          : Optional.of(new String(entry.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
