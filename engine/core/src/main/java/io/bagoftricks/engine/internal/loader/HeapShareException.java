package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.network.Size;
import java.util.Locale;

/** The arrays of one image would take more of the Java heap than one image may have. */
final class HeapShareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long bytes;

  /**
   * An image that is too large.
   *
   * @param bytes that one may take at most
   */
  HeapShareException(long bytes) {
    super("An image may take %s bytes of the Java heap".formatted(Long.toString(bytes)));
    this.bytes = bytes;
  }

  /** The same for those who know what is asked of the image. */
  TooLargeException of(Size size) {
    return new TooLargeException(
        String.format(
            Locale.ROOT,
            "It has %d x %d pixels, and so many of them are asked for at once that they take more than %d MB, a third of the Java heap. Let a trick that crops or makes images smaller come first, make the file smaller, or give Java a larger heap (TRICKS_JAVA_OPTS=-Xmx8g).",
            size.width(),
            size.height(),
            bytes / 1_000_000));
  }
}
