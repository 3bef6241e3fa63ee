package io.bagoftricks.engine.internal.data;

import io.bagoftricks.engine.internal.text.OneLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rules for names of classes, from whatever source: tables, pictures and exports have one line
 * per class.
 */
public final class ClassNames {
  private static final int LONGEST = 200;
  private static final int SHOWN = 60;

  private ClassNames() {}

  /** All faults, a sentence each; of one name the first. */
  public static List<String> faults(List<String> names, int classes) {
    if (names.size() != classes) {
      return List.of(
          String.format(
              Locale.ROOT,
              "There are %d names of classes, but %d classes. Name each.",
              names.size(),
              classes));
    }
    Map<String, Integer> first = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      fault(label, names.get(label), first).ifPresent(faults::add);
    }
    return faults;
  }

  /**
   * The fault of one name.
   *
   * @param first the label that has a name first, of those before; this one is added
   */
  private static Optional<String> fault(int label, String name, Map<String, Integer> first) {
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
              OneLine.of(name, SHOWN)));
    }
    if (name.length() > LONGEST) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "The name of class %d, '%s', has %d characters, but may have at most %d.",
              label,
              OneLine.of(name, SHOWN),
              name.length(),
              LONGEST));
    }
    Integer before = first.putIfAbsent(name, label);
    if (before != null) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "The classes %d and %d are both called '%s'. Give each a name of its own.",
              before,
              label,
              name));
    }
    return Optional.empty();
  }
}
