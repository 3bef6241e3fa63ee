package io.bagoftricks.engine.data;

import io.bagoftricks.engine.text.OneLine;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What classes may be called, whoever names them: tables, pictures and exports have a line each.
 */
public final class ClassNames {
  private static final int LONGEST = 200;

  private ClassNames() {}

  /** The first fault, in a sentence. */
  public static Optional<String> fault(List<String> names, int classes) {
    if (names.size() != classes) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "There are %d names of classes, but %d classes. Name each.",
              names.size(),
              classes));
    }
    Map<String, Integer> first = new HashMap<>();
    for (int label = 0; label < classes; label++) {
      String name = names.get(label);
      Integer before = first.putIfAbsent(name, label);
      if (name.isBlank()) {
        return Optional.of(
            String.format(Locale.ROOT, "The name of class %d is empty. Name each class.", label));
      }
      if (!OneLine.of(name).equals(name)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "The name of class %d, '%s', has a line break or another character that is not shown. Take it out.",
                label,
                OneLine.of(name, LONGEST)));
      }
      if (name.length() > LONGEST) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "The name of class %d, '%s', has %d characters, but may have at most %d.",
                label,
                OneLine.of(name, 60),
                name.length(),
                LONGEST));
      }
      if (before != null) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "The classes %d and %d are both called '%s'. Give each a name of its own.",
                before,
                label,
                name));
      }
    }
    return Optional.empty();
  }
}
