package io.bagoftricks.engine.internal.train.watch;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sees whether arrays that tricks were handed have another shape, order of values or place in
 * memory than then. For the training thread.
 */
final class HandedLayouts {
  private record Handed(String name, int layout) {}

  private final IdentityHashMap<INDArray, Handed> arrays = new IdentityHashMap<>();

  /** An array is handed out. */
  void add(String name, INDArray array) {
    if (!arrays.containsKey(array)) {
      arrays.put(array, new Handed(name, layout(array)));
    }
  }

  /** The name of one that is not as it was, if there is one. */
  Optional<String> changed() {
    return arrays.entrySet().stream()
        .filter(entry -> !entry.getKey().wasClosed())
        .filter(entry -> entry.getValue().layout() != layout(entry.getKey()))
        .map(entry -> entry.getValue().name())
        .findFirst();
  }

  /** Forgets all. */
  void clear() {
    arrays.clear();
  }

  private static int layout(INDArray array) {
    int shape = 31 * Arrays.hashCode(array.shape()) + Arrays.hashCode(array.stride());
    return array.isEmpty()
        ? shape
        : 31 * shape + Long.hashCode(array.data().address() + array.offset());
  }
}
