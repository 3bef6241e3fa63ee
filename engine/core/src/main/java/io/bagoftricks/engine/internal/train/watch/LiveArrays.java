package io.bagoftricks.engine.internal.train.watch;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of the process that somebody still holds, as far as ND4J lets one see them. ND4J numbers
 * the memory of arrays in the order in which they are made.
 */
final class LiveArrays {
  private LiveArrays() {}

  /** A number above that of every array that there is, and below that of every later one. */
  static long now() {
    return Nd4j.getDeallocatorService().nextValue();
  }

  /**
   * The numbers of the arrays that somebody holds and nobody has closed. Collects garbage first;
   * when ND4J's own threads get to freeing it makes no difference.
   *
   * @return empty if ND4J does not tell, or nothing was collected, as where the JVM has {@code
   *     -XX:+DisableExplicitGC}
   */
  static Optional<NavigableSet<Long>> held() {
    Reference<Object> garbage = new WeakReference<>(new Object());
    System.gc();
    return garbage.refersTo(null) ? references().map(LiveArrays::numbers) : Optional.empty();
  }

  private static NavigableSet<Long> numbers(Map<?, ?> references) {
    NavigableSet<Long> numbers = new TreeSet<>();
    references.forEach(
        (id, reference) -> {
          if (reference instanceof Reference<?> held
              && held.get() instanceof DataBuffer buffer
              && !buffer.wasClosed()
              && !isShape(buffer)) {
            numbers.add(number(id.toString()));
          }
        });
    return numbers;
  }

  /** Whether it is the extents and strides of an array, of which there are as many as the rank. */
  private static boolean isShape(DataBuffer buffer) {
    return buffer.dataType() == DataType.INT64 && buffer.length() == 2 * buffer.getLong(0) + 4;
  }

  /** Of {@code BCDB_17}: 17. */
  private static long number(String id) {
    return Long.parseLong(id, id.lastIndexOf('_') + 1, id.length(), 10);
  }

  private static Optional<Map<?, ?>> references() {
    try {
      // ND4J keeps the list to itself.
      Field references = DeallocatorService.class.getDeclaredField("referenceMap");
      references.setAccessible(true);
      return references.get(Nd4j.getDeallocatorService()) instanceof Map<?, ?> map
          ? Optional.of(map)
          : Optional.empty();
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
