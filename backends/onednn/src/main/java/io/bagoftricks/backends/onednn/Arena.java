package io.bagoftricks.backends.onednn;

import org.bytedeco.javacpp.BytePointer;

/** One stretch of native memory. */
final class Arena implements AutoCloseable {
  /** A large page: a start on its boundary lets the system back the arena with large pages. */
  private static final long ALIGNMENT = 2L << 20;

  private final BytePointer memory;
  private final long start;

  /** Allocates; {@link OutOfMemoryError} where that fails. */
  Arena(long bytes) {
    memory = new BytePointer(bytes + ALIGNMENT);
    start = (memory.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The address of the first byte. */
  long start() {
    return start;
  }

  @Override
  public void close() {
    memory.deallocate();
  }
}
