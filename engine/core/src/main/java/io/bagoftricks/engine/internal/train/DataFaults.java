package io.bagoftricks.engine.internal.train;

import io.bagoftricks.engine.train.TrainingListener;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells the user what is wrong with the data: each fault once, and not too many of them. */
final class DataFaults {
  private static final int NAMED = 20;

  private final Set<String> told = new HashSet<>();

  /** Tells those that are new. */
  void tell(Set<String> faults, TrainingListener listener) {
    List<String> fresh = faults.stream().filter(told::add).toList();
    if (!fresh.isEmpty()) {
      listener.onFaults(fresh);
    }
    fresh.stream().limit(NAMED).forEach(listener::onWarning);
    if (fresh.size() > NAMED) {
      listener.onWarning(
          String.format(Locale.ROOT, "%d more files like these were met.", fresh.size() - NAMED));
    }
  }
}
