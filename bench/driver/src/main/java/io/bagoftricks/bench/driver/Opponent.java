package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways in which a peer does the work.
 *
 * @param layout of activations; without it the peer chooses
 */
record Opponent(NumberType type, @Nullable Layout layout) {
  @Override
  public String toString() {
    return layout == null ? type.toString() : type + " " + layout;
  }
}
