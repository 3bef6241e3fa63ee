package io.bagoftricks.backends.onednn.internal.plan;

import org.bytedeco.javacpp.BytePointer;

/** One stretch of native memory. */
public final class Arena implements AutoCloseable {
  /** A large page: a start on its boundary lets the system back the arena with large pages. */
  private static final long ALIGNMENT = 2L << 20;

  private final BytePointer memory;
  private final long start;

  /** Allocates; {@link OutOfMemoryError} where that fails. */
  public Arena(long bytes) {
    memory = new BytePointer(bytes + ALIGNMENT);
    start = (memory.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The address of the first byte. */
  public long start() {
    return start;
  }

  @Override
  public void close() {
    memory.deallocate();
  }
}
