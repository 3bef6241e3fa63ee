package io.bagoftricks.engine.internal.train;

import io.bagoftricks.engine.train.TrainingListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells the user what is wrong with the data: each fault once, and not too many of them. */
public final class DataFaults {
  private static final int NAMED = 20;

  private final Set<String> told = new HashSet<>();

  /** Tells those that are new. */
  void tell(Set<String> faults, TrainingListener listener) {
    List<String> fresh = faults.stream().filter(told::add).toList();
    if (!fresh.isEmpty()) {
      listener.onFaults(fresh);
    }
    named(fresh).forEach(listener::onWarning);
  }

  /** The first of them, and how many more there are. */
  public static List<String> named(List<String> faults) {
    if (faults.size() <= NAMED) {
      return faults;
    }
    List<String> lines = new ArrayList<>(faults.subList(0, NAMED));
    lines.add(
        String.format(Locale.ROOT, "%d more files like these were met.", faults.size() - NAMED));
    return lines;
  }
}
