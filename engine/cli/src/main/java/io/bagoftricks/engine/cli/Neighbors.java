package io.bagoftricks.engine.cli;

import java.util.Locale;
import java.util.Optional;

/**
 * Says once where other processes leave a run less than half of its processors for a minute. A run
 * that leaves processors idle, because it waits for a disk or computes on one thread, is not meant.
 */
final class Neighbors {
  private static final long SAMPLE_NANOS = 5_000_000_000L;
  private static final long LONG_NANOS = 60_000_000_000L;
  private static final double LESS = 0.5;
  private static final double FULL = 0.9;

  private final Machine machine;
  private final int threads;
  private long sampled;
  private long cpu;
  private long begun;
  private long cpuAtBegin;
  private boolean said;

  /**
   * A watch from now on.
   *
   * @param threads that compute
   */
  Neighbors(Machine machine, int threads) {
    this.machine = machine;
    this.threads = Math.min(threads, machine.processors());
    restart();
  }

  /** That of this process. */
  static Neighbors ofThisProcess() {
    String set = System.getenv("OMP_NUM_THREADS");
    int processors = Runtime.getRuntime().availableProcessors();
    boolean number = set != null && set.matches("[1-9]\\d{0,5}");
    return new Neighbors(Machine.local(), number ? Integer.parseInt(set) : processors);
  }

  /** Looks, a few times per minute; returns what there is to say, once. */
  Optional<String> look() {
    long now = machine.nanos();
    if (said || now - sampled < SAMPLE_NANOS) {
      return Optional.empty();
    }
    long used = machine.cpuNanos();
    double share = (used - cpu) / ((double) (now - sampled) * threads);
    sampled = now;
    cpu = used;
    if (share >= LESS || machine.load() < FULL) {
      restart();
      return Optional.empty();
    }
    if (now - begun < LONG_NANOS) {
      return Optional.empty();
    }
    said = true;
    return Optional.of(message((used - cpuAtBegin) / ((double) (now - begun) * threads)));
  }

  private String message(double share) {
    String of = threads == 1 ? "the processor" : "the " + threads + " processors";
    String help =
        threads == 1
            ? ""
            : String.format(
                Locale.ROOT,
                " Threads wait for each other, so that a run beside others is often faster with fewer: stop it, and resume it with OMP_NUM_THREADS=%d (other numbers of threads round differently).",
                threads / 2);
    return String.format(
        Locale.ROOT,
        "for a minute this run has had %.0f %% of %s that it computes on; other processes use the rest (top shows them).%s",
        100 * share,
        of,
        help);
  }

  private void restart() {
    begun = machine.nanos();
    cpuAtBegin = machine.cpuNanos();
    sampled = begun;
    cpu = cpuAtBegin;
  }
}
