package io.bagoftricks.bench.ceilings;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that run loops at the same time. Each measurement takes a millisecond and is repeated;
 * the best counts, so that what other processes take in between does not.
 */
final class Team implements AutoCloseable {
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
  private static final double SHORT = 1e-3;
  private static final int LEAST = 5;

  private final int threads;
  private final ExecutorService executor;

  /** The clock that a thread's time is measured by. */
  enum Time {
    /**
     * The thread's own processor time, where threads share nothing: another process that takes a
     * processor away from one of them makes no difference.
     */
    PROCESSOR(0.5),
    /**
     * From when the first thread begins to when the last one ends, where they share something; on a
     * busy machine they seldom have all their processors at once.
     */
    WALL(2);

    private final double enoughSeconds;

    Time(double enoughSeconds) {
      this.enoughSeconds = enoughSeconds;
    }
  }

  /** Times in nanoseconds: on the clock, and of the processor. */
  private record Span(long from, long to, long processor) {}

  Team(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /** How many there are. */
  int threads() {
    return threads;
  }

  /**
   * The best rate of all threads together.
   *
   * @param loops one for each thread, of the same amount
   * @return amount per second
   */
  double best(Time time, List<Loop> loops) {
    long rounds = 1;
    while (processorSeconds(spans(loops, rounds)) < SHORT) {
      rounds *= 2;
    }
    double amount = (double) rounds * loops.get(0).amount();
    double best = 0;
    double passed = 0;
    for (int i = 0; i < LEAST || passed < time.enoughSeconds; i++) {
      List<Span> spans = spans(loops, rounds);
      best =
          Math.max(
              best,
              switch (time) {
                case PROCESSOR ->
                    spans.stream().mapToDouble(span -> amount / (span.processor() / 1e9)).sum();
                case WALL -> threads * amount / wallSeconds(spans);
              });
      passed += wallSeconds(spans);
    }
    return best;
  }

  @Override
  public void close() {
    executor.shutdown();
  }

  private static double wallSeconds(List<Span> spans) {
    long from = spans.stream().mapToLong(Span::from).min().orElseThrow();
    long to = spans.stream().mapToLong(Span::to).max().orElseThrow();
    return (to - from) / 1e9;
  }

  private static double processorSeconds(List<Span> spans) {
    return spans.stream().mapToLong(Span::processor).min().orElseThrow() / 1e9;
  }

  private List<Span> spans(List<Loop> loops, long rounds) {
    AtomicInteger missing = new AtomicInteger(threads);
    List<Future<Span>> futures = new ArrayList<>();
    for (Loop loop : loops) {
      futures.add(executor.submit(() -> span(missing, loop, rounds)));
    }
    return futures.stream().map(Team::get).toList();
  }

  /** A thread that slept would begin late. */
  private static Span span(AtomicInteger missing, Loop loop, long rounds) {
    missing.decrementAndGet();
    while (missing.get() > 0) {
      Thread.onSpinWait();
    }
    long from = System.nanoTime();
    long processor = CLOCK.getCurrentThreadCpuTime();
    loop.body().run(rounds);
    processor = CLOCK.getCurrentThreadCpuTime() - processor;
    return new Span(from, System.nanoTime(), processor);
  }

  private static Span get(Future<Span> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
