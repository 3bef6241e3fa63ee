package io.bagoftricks.engine.internal.checkpoint;

import io.bagoftricks.engine.internal.train.RunProgress;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint's folder: {@code step-00001200}, after a run went back {@code
 * step-00001200-r1}. The order of names is the order of writing; no clock has a part in it.
 *
 * @param updates steps made before it
 * @param rollbacks how often the run had gone back
 */
record CheckpointName(int rollbacks, long updates) implements Comparable<CheckpointName> {
  private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})(?:-r(\\d{1,9}))?");
  private static final Comparator<CheckpointName> ORDER =
      Comparator.comparingInt(CheckpointName::rollbacks).thenComparingLong(CheckpointName::updates);

  /** The name of a checkpoint of this place. */
  static CheckpointName of(RunProgress progress) {
    return new CheckpointName(progress.rollbacks(), progress.updates());
  }

  /** The name that a folder has, if it is one. */
  static Optional<CheckpointName> parse(String folder) {
    Matcher matcher = NAME.matcher(folder);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String rollbacks = matcher.group(2);
    return Optional.of(
        new CheckpointName(
            rollbacks == null ? 0 : Integer.parseInt(rollbacks), Long.parseLong(matcher.group(1))));
  }

  @Override
  public int compareTo(CheckpointName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "step-%08d", updates)
        + (rollbacks == 0 ? "" : "-r" + rollbacks);
  }
}
