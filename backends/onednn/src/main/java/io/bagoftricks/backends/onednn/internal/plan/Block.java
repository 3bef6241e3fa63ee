package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Address;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that a plan's tensors lie in. They are used from the first to the last operation that
 * touches one of these tensors; blocks that are not used at the same time share memory.
 */
public final class Block {
  private final long bytes;
  private @Nullable Address fixed;
  private int first = Integer.MAX_VALUE;
  private int last = Integer.MIN_VALUE;
  private long offset;

  private Block(long bytes, @Nullable Address fixed) {
    this.bytes = bytes;
    this.fixed = fixed;
  }

  /** Bytes in the plan's arena. */
  static Block inArena(long bytes) {
    return new Block(bytes, null);
  }

  /** Memory that somebody else owns. */
  static Block at(Address address) {
    return new Block(0, address);
  }

  /** Stands for other memory from now on; not for what lies in the arena. */
  void moveTo(Address address) {
    fixed = address;
  }

  /** Notes that an operation uses the block. */
  void touch(int operation) {
    first = Math.min(first, operation);
    last = Math.max(last, operation);
  }

  /** Keeps the content as long as the plan lives. */
  void keep() {
    first = Integer.MIN_VALUE;
    last = Integer.MAX_VALUE;
  }

  boolean overlapsInTime(Block other) {
    return first <= other.last && other.first <= last;
  }

  /** Whether the bytes belong to the plan. */
  public boolean isOfArena() {
    return fixed == null;
  }

  /** Whether it needs a place: it belongs to the plan, and some operation uses it. */
  boolean needsPlace() {
    return fixed == null && first <= last;
  }

  long bytes() {
    return bytes;
  }

  long offset() {
    return offset;
  }

  void place(long newOffset) {
    offset = newOffset;
  }

  /** Where the bytes are, in an arena that begins at an address. */
  public Address address(long arena) {
    return fixed != null ? fixed : new Address(arena + offset);
  }
}
