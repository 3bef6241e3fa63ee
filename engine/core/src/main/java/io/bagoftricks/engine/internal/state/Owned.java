package io.bagoftricks.engine.internal.state;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The resources of one owner, who frees them, the last first. All are freed, whatever fails: the
 * first failure is thrown, and has those after it as suppressed ones.
 */
public final class Owned implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Owns something more, which this frees. */
  public void add(Runnable closing) {
    closings.push(closing);
  }

  /** Frees all; a second time nothing. */
  @Override
  public void close() {
    Runnable last = closings.poll();
    if (last != null) {
      Owned others = this;
      try (others) {
        last.run();
      }
    }
  }
}
