package io.bagoftricks.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A card, such as {@code META-INF/tricks/<id>.md}, in the jar of its provider. */
public final class CardFile {
  /** Name, type, default, meaning. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| *`([A-Za-z0-9]+)` *\\|[^|\\n]*\\|[^|\\n]*\\| *([^|\\n]+?) *\\|$");

  private CardFile() {}

  /** The meanings by setting; none where the plugin brings no card, or one without a table. */
  static Map<String, String> meanings(Descriptor found) {
    Map<String, String> meanings = new LinkedHashMap<>();
    Matcher row = ROW.matcher(text(found).orElse(""));
    while (row.find()) {
      meanings.putIfAbsent(row.group(1), row.group(2).replace("`", ""));
    }
    return meanings;
  }

  /** The card, as Markdown; empty where the plugin brings none. */
  public static Optional<String> text(Descriptor found) {
    String resource = "/" + found.kind().cards() + found.id() + ".md";
    try (InputStream card = found.provider().getClass().getResourceAsStream(resource)) {
      return card == null
          ? Optional.empty()
          : Optional.of(new String(card.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
