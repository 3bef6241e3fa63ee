package io.bagoftricks.engine.internal.state;

import io.bagoftricks.api.TrickState.Counter;
import org.jspecify.annotations.Nullable;

/** A counter that a trick keeps, and its value at first. */
final class StoredCounter implements Counter {
  // Unknown while no trick has asked for what was restored.
  private @Nullable Long initial;
  private long value;

  StoredCounter(long value) {
    this.value = value;
  }

  StoredCounter asked(long from) {
    initial = from;
    return this;
  }

  /** Whether the value is as at first, and not unknown. */
  boolean reset() {
    if (initial == null) {
      return false;
    }
    value = initial;
    return true;
  }

  @Override
  public long get() {
    return value;
  }

  @Override
  public void set(long newValue) {
    value = newValue;
  }
}
