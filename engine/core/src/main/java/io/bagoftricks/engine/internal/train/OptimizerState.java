package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.List;

/** The optimizer state of a run: flat arrays, all zero at first. */
public final class OptimizerState implements Update.State, AutoCloseable {
  private final List<FlatArray> arrays = new ArrayList<>();

  private OptimizerState() {}

  /** The state that a rule needs for these weights. */
  public static OptimizerState of(UpdateRule rule, Weights weights) {
    OptimizerState state = new OptimizerState();
    for (int i = 0; i < rule.stateArrays(); i++) {
      state.arrays.add(weights.array(weights.layout().elements()));
    }
    return state;
  }

  @Override
  public FlatArray get(int index) {
    return arrays.get(index);
  }

  /** All arrays, in order; still owned here. */
  List<FlatArray> arrays() {
    return List.copyOf(arrays);
  }

  @Override
  public void close() {
    arrays.forEach(FlatArray::close);
    arrays.clear();
  }
}
