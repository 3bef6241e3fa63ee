package io.bagoftricks.engine.train.internal.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for arrays that a trick makes in every call, keeps, and never frees. What it leaves to
 * garbage collection is none of these.
 */
final class LeakWatch {
  private static final int CALLS = 20;

  private static final class Growth {
    private int baseline;
    private boolean collected;
    private int calls;

    Growth(int baseline) {
      this.baseline = baseline;
    }

    /** The first baseline may hold garbage, which hides as many arrays; the second does not. */
    void again(int reachable) {
      baseline = reachable;
      collected = true;
      calls = 0;
    }
  }

  private final Map<String, Growth> growths = new HashMap<>();
  private final Set<String> cleared = new HashSet<>();
  private int before;

  /** A trick is about to be called. */
  void begins() {
    before = LiveArrays.count().orElse(0);
  }

  /**
   * It has been called.
   *
   * @param place the trick and what was called
   * @return what it did, a sentence, if that was the last straw
   */
  Optional<String> ended(String place) {
    if (cleared.contains(place)) {
      return Optional.empty();
    }
    if (LiveArrays.count().orElse(0) <= before) {
      growths.remove(place);
      return Optional.empty();
    }
    Growth growth = growths.computeIfAbsent(place, p -> new Growth(LiveArrays.count().orElse(0)));
    growth.calls++;
    if (growth.calls <= CALLS) {
      return Optional.empty();
    }
    int reachable = LiveArrays.reachable().orElse(0);
    int kept = reachable - growth.baseline;
    if (kept >= CALLS) {
      cleared.add(place);
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it has made and kept %d arrays in its last %d calls. Close what is not needed any more; values to be kept belong in TrickState.",
              kept,
              CALLS));
    }
    if (growth.collected) {
      cleared.add(place);
    } else {
      growth.again(reachable);
    }
    return Optional.empty();
  }
}
