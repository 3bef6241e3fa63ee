package io.bagoftricks.tricks.optim.ema;

import io.bagoftricks.api.TrickState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A state that lives as long as a test. */
final class InMemoryTrickState implements TrickState {
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<String, INDArray> arrays = new HashMap<>();

  @Override
  public Counter counter(String name, long initial) {
    counters.putIfAbsent(name, initial);
    return new Counter() {
      @Override
      public long get() {
        return counters.getOrDefault(name, initial);
      }

      @Override
      public void set(long value) {
        counters.put(name, value);
      }
    };
  }

  @Override
  public INDArray array(String name, Supplier<INDArray> initial) {
    return arrays.computeIfAbsent(name, key -> initial.get().dup());
  }

  @Override
  public Scalar number(String name, double initial) {
    throw new UnsupportedOperationException();
  }
}
