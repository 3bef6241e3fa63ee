package io.bagoftricks.engine.plugin;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Knows which threads are in the code of a trick right now, where, and since when. */
public final class RunningCalls {
  private final Map<Thread, Call> calls = new ConcurrentHashMap<>();

  /**
   * A call that has not returned.
   *
   * @param began as {@link System#nanoTime} says it
   */
  public record Call(Thread thread, Supplier<String> place, long began) {
    /** How long it has been under way. */
    public double seconds() {
      return (System.nanoTime() - began) / 1e9;
    }
  }

  /**
   * Calls code of a trick.
   *
   * @param place where it is, {@code 'mixup' in onBatch at epoch 1, step 3}; asked for in other
   *     threads
   */
  public <T> T call(Supplier<String> place, Supplier<T> code) {
    Thread thread = Thread.currentThread();
    Call outer = calls.put(thread, new Call(thread, place, System.nanoTime()));
    try {
      return code.get();
    } finally {
      if (outer == null) {
        calls.remove(thread);
      } else {
        calls.put(thread, outer);
      }
    }
  }

  /** The call that is under way for longest. */
  public Optional<Call> longest() {
    return calls.values().stream().max(Comparator.comparingDouble(Call::seconds));
  }

  /** The call that a thread is in. */
  public Optional<Call> of(Thread thread) {
    return Optional.ofNullable(calls.get(thread));
  }
}
