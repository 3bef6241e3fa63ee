package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names that folders, columns and shards give to splits. */
final class SplitNames {
  /** For messages. */
  static final String ALL = "train, training, val, valid, validation, test or testing";

  private static final Map<String, Split> NAMES =
      Map.of(
          "train", Split.TRAIN,
          "training", Split.TRAIN,
          "val", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST,
          "testing", Split.TEST);

  private SplitNames() {}

  /** The split of that name, in capitals or not. */
  static Optional<Split> of(String name) {
    return Optional.ofNullable(NAMES.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The split whose name a text begins with, followed by anything but a letter. */
  static Optional<Split> atTheStartOf(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return of(text.substring(0, end));
  }
}
