package io.bagoftricks.engine.internal.plugin;

import io.bagoftricks.engine.internal.text.OneLine;
import org.jspecify.annotations.Nullable;

/** Says in one line what was thrown, and what helps where that is known. */
public final class FailureWords {
  private static final int LONGEST = 2000;

  private FailureWords() {}

  /** The words. */
  public static String of(Throwable failure) {
    try {
      return words(failure);
    } catch (Throwable e) { // code of a plugin may say how its failures look
      return failure.getClass().getName();
    }
  }

  private static String words(Throwable failure) {
    if (failure instanceof OutOfMemoryError memory && isHeap(memory)) {
      return OneLine.of(memory.toString())
          + ". The Java heap is full; give it more (TRICKS_JAVA_OPTS=-Xmx8g), or lower"
          + " training.batchSize if it is the images of the batches";
    }
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      return "a static initializer failed: " + words(failure.getCause());
    }
    @Nullable String text = failure.toString();
    return OneLine.of(text == null ? failure.getClass().getName() : text, LONGEST);
  }

  private static boolean isHeap(OutOfMemoryError error) {
    return String.valueOf(error.getMessage()).matches("(?s).*(heap|GC overhead|array size).*");
  }
}
