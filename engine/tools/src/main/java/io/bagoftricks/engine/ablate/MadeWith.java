package io.bagoftricks.engine.ablate;

import io.bagoftricks.engine.internal.run.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The program and the machine that made a run: runs of others may differ by more than their
 * recipes.
 *
 * @param parts their versions, or hashes of their bytes, by name
 */
record MadeWith(SortedMap<String, String> parts) {
  /** Copies the map. */
  MadeWith {
    parts = new TreeMap<>(parts);
  }

  /** Of a run. */
  static MadeWith of(Manifest manifest) {
    SortedMap<String, String> parts = new TreeMap<>();
    Manifest.Environment environment = manifest.environment();
    parts.put("tricks", environment.tricks());
    parts.put("Java", environment.java());
    parts.put("the system", environment.system());
    parts.put("the device", environment.device());
    parts.put("the precision in which activations are stored", environment.activations());
    environment.natives().forEach(library -> parts.put(library.file(), library.sha256()));
    manifest.plugins().forEach(plugin -> parts.put(plugin.file(), plugin.sha256()));
    return new MadeWith(parts);
  }

  /** The parts of which runs have several, in words; a part that a run does not have counts not. */
  static List<String> differences(Collection<MadeWith> runs) {
    SortedMap<String, TreeSet<String>> all = new TreeMap<>();
    for (MadeWith run : runs) {
      run.parts.forEach((part, is) -> all.computeIfAbsent(part, p -> new TreeSet<>()).add(is));
    }
    List<String> differences = new ArrayList<>();
    all.forEach(
        (part, several) -> {
          if (several.size() > 1) {
            differences.add("%s: %s".formatted(part, String.join(" and ", several)));
          }
        });
    return differences;
  }
}
