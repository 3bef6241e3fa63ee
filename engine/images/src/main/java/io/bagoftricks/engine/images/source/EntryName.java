package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.internal.text.OneLine;

/** The names that files in archives may have. */
final class EntryName {
  /** As many characters as Linux allows a path to have bytes ({@code PATH_MAX}). */
  private static final int LONGEST = 4096;

  private static final int DEEPEST = 100;
  private static final int SHOWN = 60;

  private EntryName() {}

  /** Why a file of this name is not taken, in a sentence; empty where it is. */
  static String refusal(String name) {
    long folders = name.chars().filter(each -> each == '/').count();
    return name.length() > LONGEST || folders > DEEPEST
        ? "Its name has %s characters in %s folders, and may have at most %s in %s."
            .formatted(name.length(), folders, LONGEST, DEEPEST)
        : "";
  }

  /** The beginning of a name, for messages. */
  static String shown(String name) {
    return OneLine.of(name, SHOWN);
  }
}
