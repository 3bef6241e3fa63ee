package io.bagoftricks.engine.train.internal.watch;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.OptionalInt;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;

/** Counts the arrays of the process that nobody has freed yet, as far as ND4J lets one see them. */
final class LiveArrays {
  private static final int TRIES = 20;
  private static final long MILLISECONDS = 25;

  private LiveArrays() {}

  /** How many there are. */
  static OptionalInt count() {
    try {
      // ND4J keeps the list to itself.
      Field references = DeallocatorService.class.getDeclaredField("referenceMap");
      references.setAccessible(true);
      return references.get(Nd4j.getDeallocatorService()) instanceof Map<?, ?> map
          ? OptionalInt.of(map.size())
          : OptionalInt.empty();
    } catch (ReflectiveOperationException e) {
      return OptionalInt.empty();
    }
  }

  /** How many there are that somebody still holds. */
  static OptionalInt reachable() {
    OptionalInt fewest = count();
    System.gc();
    for (int i = 0; i < TRIES; i++) {
      try {
        Thread.sleep(MILLISECONDS); // the threads that free them take some time
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return fewest;
      }
      OptionalInt now = count();
      if (now.isPresent() && fewest.isPresent() && now.getAsInt() < fewest.getAsInt()) {
        fewest = now;
      }
    }
    return fewest;
  }
}
