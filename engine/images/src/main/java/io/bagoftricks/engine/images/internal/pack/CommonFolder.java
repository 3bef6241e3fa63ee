package io.bagoftricks.engine.images.internal.pack;

import java.util.List;

/** The folders that all names have in common, which say where a source lay and nothing else. */
final class CommonFolder {
  private CommonFolder() {}

  /** The same entries, their names without these folders. */
  static List<PackEntry> without(List<PackEntry> entries) {
    if (entries.isEmpty()) {
      return entries;
    }
    String common = entries.get(0).name();
    common = common.substring(0, common.lastIndexOf('/') + 1);
    for (PackEntry entry : entries) {
      while (!entry.name().startsWith(common)) {
        common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
      }
    }
    int length = common.length();
    return entries.stream().map(entry -> entry.named(entry.name().substring(length))).toList();
  }
}
