package io.bagoftricks.engine.internal.loader;

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
    super("An image may take %s bytes of the Java heap.".formatted(Long.toString(bytes)));
    this.bytes = bytes;
  }

  /** The limit, in bytes. */
  long bytes() {
    return bytes;
  }
}
