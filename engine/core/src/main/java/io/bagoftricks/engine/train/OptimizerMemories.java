package io.bagoftricks.engine.train;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.List;

/** The flat arrays an optimizer remembers, all zero at first. */
public final class OptimizerMemories implements Update.Memories, AutoCloseable {
  private final List<FlatArray> arrays = new ArrayList<>();

  private OptimizerMemories() {}

  /** What a rule needs for these weights. */
  public static OptimizerMemories of(UpdateRule rule, Weights weights) {
    OptimizerMemories memories = new OptimizerMemories();
    for (int i = 0; i < rule.memories(); i++) {
      memories.arrays.add(weights.array(weights.layout().elements()));
    }
    return memories;
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
