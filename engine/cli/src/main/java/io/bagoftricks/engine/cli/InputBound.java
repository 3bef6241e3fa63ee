package io.bagoftricks.engine.cli;

import java.util.Locale;
import java.util.Optional;

/**
 * How much of its time training waited for images.
 *
 * @param waited seconds
 * @param seconds spent training, those of waiting included
 * @param threads that prepare images
 * @param processors of the machine
 * @param files whether the images are files of their own, of which a pack can be made
 */
record InputBound(double waited, double seconds, int threads, int processors, boolean files) {
  private static final double SHOWN = 0.005;
  private static final double BOTTLENECK = 0.1;

  /** Seconds of waiting from which advice is worth its line: a first batch always takes some. */
  private static final double WORTH_ADVICE = 1;

  /** {@code input-bound 3 %}; empty where it is none. */
  Optional<String> shown() {
    return share() >= SHOWN ? Optional.of("input-bound " + percent()) : Optional.empty();
  }

  /** Advice; empty where training hardly waits, by its share or by the clock. */
  Optional<String> advice() {
    if (!(share() >= BOTTLENECK && waited >= WORTH_ADVICE)) {
      return Optional.empty();
    }
    String smaller =
        "images that are stored smaller, near the size that the network sees, take less to read"
            + (files ? " (tricks data pack DATA PACK --short-side N makes a pack of them)." : ".");
    String help =
        threads < processors
            ? String.format(
                Locale.ROOT,
                "training.loaderThreads is %d and there are %d processors: more may help (--set training.loaderThreads=%d changes no result).%s",
                threads,
                processors,
                processors,
                files ? " Besides, " + smaller : "")
            : String.format(
                Locale.ROOT,
                "training.loaderThreads is %d and there are %s: %s",
                threads,
                processors == 1 ? "1 processor" : processors + " processors",
                smaller);
    return Optional.of(
        "The step waits for images %s of its time: input is the bottleneck. %s"
            .formatted(percent(), help));
  }

  private double share() {
    return waited / seconds;
  }

  private String percent() {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share());
  }
}
