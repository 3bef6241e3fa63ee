package io.bagoftricks.engine.internal.train;

import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.train.nonfinite.NonFiniteOrigin;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All arrays and numbers that a run changes; owned by the run.
 *
 * @param optimizerState flat arrays in the layout of the weights
 * @param states what each trick remembers, by instance
 */
public record RunMemory(
    Weights weights, List<FlatArray> optimizerState, SortedMap<String, StoredState> states) {
  /** Copies the list. */
  public RunMemory {
    optimizerState = List.copyOf(optimizerState);
  }

  /** A sentence about the first weight or running statistic that is not finite, if one is not. */
  public Optional<String> nonFinite() {
    return NonFiniteOrigin.inWeights(weights);
  }
}
