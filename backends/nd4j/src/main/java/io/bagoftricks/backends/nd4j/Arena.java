package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.CustomLayerRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Owns the memory of a plan. Everything is allocated while the plan is made and freed when it is
 * closed; running it allocates nothing of the size of an activation.
 */
public final class Arena implements AutoCloseable {
  private final DataType type;
  private final Set<INDArray> owned = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<CustomLayerRun> runs = new ArrayList<>();
  private final Map<Long, Deque<INDArray>> returned = new HashMap<>();

  public Arena(DataType type) {
    this.type = type;
  }

  /** Zeros that nobody else gets. */
  INDArray allocate(long... shape) {
    return allocate(type, shape);
  }

  /** Zeros of another type than the plan's that nobody else gets. */
  INDArray allocate(DataType ofType, long... shape) {
    INDArray array = Nd4j.create(ofType, shape);
    owned.add(array);
    return array;
  }

  /** Takes over what a custom layer keeps. */
  CustomLayerRun own(CustomLayerRun run) {
    runs.add(run);
    return run;
  }

  /** An array whose content nobody relies on: taken from what was given back, if the size fits. */
  INDArray borrow(long... shape) {
    Deque<INDArray> free = returned.get(length(shape));
    INDArray array = free == null ? null : free.poll();
    return array == null ? allocate(shape) : array.reshape('c', shape);
  }

  /** Gives a borrowed array back; whoever borrows next will overwrite it. */
  void giveBack(INDArray array) {
    returned.computeIfAbsent(array.length(), length -> new ArrayDeque<>()).push(array);
  }

  /**
   * Room for one kernel to work in during one call. It is back in the pool at once: of two arrays
   * at a time, {@link #borrow} both before giving back.
   */
  INDArray scratch(long... shape) {
    INDArray array = borrow(shape);
    giveBack(array);
    return array;
  }

  /** Bytes allocated so far. */
  long bytes() {
    return owned.stream().mapToLong(array -> array.length() * array.dataType().width()).sum()
        + runs.stream().mapToLong(CustomLayerRun::keptBytes).sum();
  }

  @Override
  public void close() {
    owned.forEach(INDArray::close);
    runs.forEach(CustomLayerRun::close);
    runs.clear();
    owned.clear();
    returned.clear();
  }

  private static long length(long... shape) {
    long length = 1;
    for (long extent : shape) {
      length *= extent;
    }
    return length;
  }
}
