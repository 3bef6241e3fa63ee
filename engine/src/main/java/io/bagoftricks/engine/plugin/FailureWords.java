package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.text.OneLine;

/** Says in one line what was thrown, and what helps where that is known. */
public final class FailureWords {
  private FailureWords() {}

  /** The words. */
  public static String of(Throwable failure) {
    if (failure instanceof OutOfMemoryError memory && isHeap(memory)) {
      return OneLine.of(memory.toString())
          + ". The Java heap is full; give it more (TRICKS_JAVA_OPTS=-Xmx8g), or lower"
          + " training.batchSize if it is the images of the batches";
    }
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      return "a static initializer failed: " + of(failure.getCause());
    }
    return OneLine.of(failure.toString());
  }

  private static boolean isHeap(OutOfMemoryError error) {
    return String.valueOf(error.getMessage()).matches("(?s).*(heap|GC overhead|array size).*");
  }
}
