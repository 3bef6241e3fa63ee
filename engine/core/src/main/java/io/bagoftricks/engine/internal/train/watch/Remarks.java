package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.internal.text.OneLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Possible mistakes of tricks; each is told once. */
public final class Remarks {
  private final Set<String> remarked = new HashSet<>();
  private final List<String> all = new ArrayList<>();
  private int told;

  /** Remembers one, unless there is one of this trick in this place. */
  void add(String instance, String place, Moment moment, String what) {
    if (remarked.add(instance + " " + place)) {
      all.add(
          OneLine.of(
              "'%s' in %s at %s: %s".formatted(instance, place, TrickCall.at(moment), what)));
    }
  }

  /** Those that were not told yet; they are now. */
  public List<String> fresh() {
    List<String> fresh = List.copyOf(all.subList(told, all.size()));
    told = all.size();
    return fresh;
  }

  /** All of the run, for whoever looks for the cause of a failure. */
  public List<String> all() {
    return List.copyOf(all);
  }
}
