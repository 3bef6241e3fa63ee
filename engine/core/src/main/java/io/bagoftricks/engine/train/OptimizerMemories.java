package io.bagoftricks.engine.train;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The flat arrays an optimizer remembers, all zero at first. */
public final class OptimizerMemories implements Update.Memories, AutoCloseable {
  private final List<INDArray> arrays = new ArrayList<>();

  private OptimizerMemories() {}

  /** What a rule needs for these weights. */
  public static OptimizerMemories of(UpdateRule rule, Weights weights) {
    OptimizerMemories memories = new OptimizerMemories();
    for (int i = 0; i < rule.memories(); i++) {
      memories.arrays.add(Nd4j.create(weights.masters().dataType(), weights.layout().elements()));
    }
    return memories;
  }

  @Override
  public INDArray get(int index) {
    return arrays.get(index);
  }

  /** All arrays, in order; still owned here. */
  List<INDArray> arrays() {
    return List.copyOf(arrays);
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
  }
}
