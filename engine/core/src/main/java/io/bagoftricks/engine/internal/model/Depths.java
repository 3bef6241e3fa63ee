package io.bagoftricks.engine.internal.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The blocks of each of four stages, by the depth of a network (He et al. 2016, table 1). */
final class Depths {
  /** Of basic blocks. */
  static final Map<Integer, List<Integer>> BASIC =
      Map.of(18, List.of(2, 2, 2, 2), 34, List.of(3, 4, 6, 3));

  /** Of bottlenecks. */
  static final Map<Integer, List<Integer>> BOTTLENECK =
      Map.of(
          50, List.of(3, 4, 6, 3),
          101, List.of(3, 4, 23, 3),
          152, List.of(3, 8, 36, 3));

  private final Map<Integer, List<Integer>> blocks = new TreeMap<>();

  /** Depths of these tables. */
  Depths(Collection<Map<Integer, List<Integer>>> tables) {
    tables.forEach(blocks::putAll);
  }

  /**
   * The blocks of each stage.
   *
   * @throws IllegalArgumentException if there is no network of that depth; lists those that there
   *     are
   */
  List<Integer> of(int depth) {
    List<Integer> found = blocks.get(depth);
    if (found == null) {
      throw new IllegalArgumentException(
          "depth is " + depth + ", but must be one of " + blocks.keySet());
    }
    return found;
  }
}
