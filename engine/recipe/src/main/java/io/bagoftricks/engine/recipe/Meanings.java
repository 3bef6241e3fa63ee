package io.bagoftricks.engine.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** The meanings of the engine's own keys of a recipe, in words for editors. */
final class Meanings {
  private final Properties texts;

  private Meanings(Properties texts) {
    this.texts = texts;
  }

  static Meanings load() {
    Properties texts = new Properties();
    try (InputStream file =
            Objects.requireNonNull(Meanings.class.getResourceAsStream("meanings.properties"));
        InputStreamReader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Meanings(texts);
  }

  /** The meaning under the first of some keys that has one; empty where none has. */
  String of(String... keys) {
    for (String key : keys) {
      String text = texts.getProperty(key);
      if (text != null) {
        return text;
      }
    }
    return "";
  }
}
