package io.bagoftricks.engine.internal.state;

import io.bagoftricks.api.TrickState.Scalar;
import org.jspecify.annotations.Nullable;

/** A number that a trick keeps, and its value at first. */
final class StoredNumber implements Scalar {
  // Unknown while no trick has asked for what was restored.
  private @Nullable Double initial;
  private double value;

  StoredNumber(double value) {
    this.value = value;
  }

  StoredNumber asked(double from) {
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
  public double get() {
    return value;
  }

  @Override
  public void set(double newValue) {
    value = newValue;
  }
}
