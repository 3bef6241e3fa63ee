package io.bagoftricks.engine.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Constants as people and JSON write them. */
final class Names {
  private Names() {}

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Double> lower(Map<? extends Enum<?>, Double> values) {
    Map<String, Double> named = new LinkedHashMap<>();
    values.forEach((constant, value) -> named.put(lower(constant), value));
    return named;
  }
}
