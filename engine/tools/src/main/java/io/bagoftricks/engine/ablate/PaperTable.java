package io.bagoftricks.engine.ablate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gains that papers report for tricks, from {@code META-INF/ablation/paper.csv} in any jar: lines
 * of trick, points, and where they are from.
 */
final class PaperTable {
  private static final String RESOURCE = "META-INF/ablation/paper.csv";

  private PaperTable() {}

  /** Points by trick. */
  static Map<String, Double> load(ClassLoader loader) throws IOException {
    Map<String, Double> points = new TreeMap<>();
    for (URL table : Collections.list(loader.getResources(RESOURCE))) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(table.openStream(), StandardCharsets.UTF_8))) {
        for (String line : reader.lines().filter(l -> !l.startsWith("#")).toList()) {
          List<String> cells = List.of(line.split(",", 3));
          points.put(cells.get(0), Double.valueOf(cells.get(1)));
        }
      }
    }
    return points;
  }
}
