package io.bagoftricks.engine.explain;

import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** The extent of training images, where it changes during a run. */
final class InputSizes {
  private InputSizes() {}

  /**
   * Sizes and the epochs that have them, counted from 1; empty if all epochs have one.
   *
   * @param sizes by the first epoch, from 0, that has them
   * @param epochs of the run
   */
  static String text(SortedMap<Integer, Size> sizes, int epochs) {
    List<Integer> starts = new ArrayList<>(sizes.headMap(epochs).keySet());
    if (starts.size() < 2) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int first = starts.get(i) + 1;
      int last = i + 1 < starts.size() ? starts.get(i + 1) : epochs;
      String when =
          first == last
              ? "epoch " + first
              : String.format(Locale.ROOT, "epochs %d to %d", first, last);
      parts.add(sizes.get(starts.get(i)) + " in " + when);
    }
    return String.join(", ", parts);
  }
}
