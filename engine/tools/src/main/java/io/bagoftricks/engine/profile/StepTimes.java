package io.bagoftricks.engine.profile;

import io.bagoftricks.engine.internal.timing.StepProfiler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Sums up steps. A step is a span outside all others. Every span counts for itself without the
 * spans inside it, so that the parts of a step add up to it; operations of the network lie inside
 * forward and backward, and are summed by kind besides.
 */
public final class StepTimes implements StepProfiler {
  private static final String REST = "rest";
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Set<Kind> HEAVY =
      EnumSet.of(Kind.CONVOLUTION, Kind.MATMUL, Kind.NORMALIZATION, Kind.POOLING);

  private static final class Open {
    final String part;
    final long from;
    long inside;

    Open(String part, long from) {
      this.part = part;
      this.from = from;
    }
  }

  private final LongSupplier nanoClock;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, Long> parts = new LinkedHashMap<>();
  private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
  private long steps;
  private long total;

  /** Reads the system's clock. */
  public StepTimes() {
    this(System::nanoTime);
  }

  StepTimes(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public void began(Activity activity, String name) {
    String part =
        switch (activity) {
          case HOOK -> name;
          case UPDATE, EVALUATED_BATCH -> REST;
          default -> activity.label();
        };
    open.push(new Open(part, nanoClock.getAsLong()));
  }

  @Override
  public void ended() {
    Open span = open.pop();
    long nanos = nanoClock.getAsLong() - span.from;
    parts.merge(span.part, nanos - span.inside, Long::sum);
    Open outer = open.peek();
    if (outer != null) {
      outer.inside += nanos;
    } else {
      steps++;
      total += nanos;
    }
  }

  @Override
  public void ran(Operation operation, long fromNanos, long toNanos) {
    kinds.merge(operation.kind(), toNanos - fromNanos, Long::sum);
  }

  /** Milliseconds of a step. */
  public double stepMillis() {
    return millis(total);
  }

  /**
   * Milliseconds of a step by part: forward, backward, loss, each hook, and the rest, in the order
   * in which they first ended.
   */
  public Map<String, Double> parts() {
    Map<String, Double> millis = new LinkedHashMap<>();
    parts.forEach((part, nanos) -> millis.put(part, millis(nanos)));
    return millis;
  }

  /** Milliseconds of a step by kind of the network's operations. */
  public Map<Kind, Double> kinds() {
    Map<Kind, Double> millis = new EnumMap<>(Kind.class);
    kinds.forEach((kind, nanos) -> millis.put(kind, millis(nanos)));
    return millis;
  }

  /** The share of a step outside convolution, matmul, normalization and pooling. */
  public double shareOutside() {
    long heavy =
        kinds.entrySet().stream()
            .filter(entry -> HEAVY.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return 1 - (double) heavy / total;
  }

  private double millis(long nanos) {
    return nanos / NANOS_PER_MILLI / steps;
  }
}
