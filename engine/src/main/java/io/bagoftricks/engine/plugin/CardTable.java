package io.bagoftricks.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a trick's card, {@code META-INF/tricks/<id>.md}, says of its settings. */
final class CardTable {
  /** Name, type, default, meaning. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| *`([A-Za-z0-9]+)` *\\|[^|\\n]*\\|[^|\\n]*\\| *([^|\\n]+?) *\\|$");

  private CardTable() {}

  /** The meanings by setting; none where the plugin brings no card, or one without a table. */
  static Map<String, String> meanings(TrickDescriptor trick) {
    Map<String, String> meanings = new LinkedHashMap<>();
    Matcher row = ROW.matcher(card(trick));
    while (row.find()) {
      meanings.putIfAbsent(row.group(1), row.group(2).replace("`", ""));
    }
    return meanings;
  }

  private static String card(TrickDescriptor trick) {
    String resource = "/META-INF/tricks/" + trick.id() + ".md";
    try (InputStream card = trick.provider().getClass().getResourceAsStream(resource)) {
      return card == null ? "" : new String(card.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
