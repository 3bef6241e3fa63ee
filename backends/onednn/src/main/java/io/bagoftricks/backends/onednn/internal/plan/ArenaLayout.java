package io.bagoftricks.backends.onednn.internal.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places blocks in one stretch of memory, the largest first, each at the lowest offset where no
 * block lies that is used at the same time.
 */
public final class ArenaLayout {
  /** Two cache lines, and the width of the widest load. */
  private static final long ALIGNMENT = 128;

  private ArenaLayout() {}

  /** Gives every block its offset and returns the bytes they take together. */
  public static long place(List<Block> blocks) {
    List<Block> sorted = new ArrayList<>(blocks);
    sorted.sort(Comparator.comparingLong(Block::bytes).reversed());
    List<Block> placed = new ArrayList<>();
    long end = 0;
    for (Block block : sorted) {
      block.place(lowestFree(block, placed));
      insert(placed, block);
      end = Math.max(end, block.offset() + block.bytes());
    }
    return end;
  }

  private static long lowestFree(Block block, List<Block> placedByOffset) {
    long offset = 0;
    for (Block other : placedByOffset) {
      if (!block.overlapsInTime(other)) {
        continue;
      }
      if (offset + block.bytes() <= other.offset()) {
        return offset;
      }
      offset = Math.max(offset, aligned(other.offset() + other.bytes()));
    }
    return offset;
  }

  private static void insert(List<Block> placedByOffset, Block block) {
    int at = placedByOffset.size();
    while (at > 0 && placedByOffset.get(at - 1).offset() > block.offset()) {
      at--;
    }
    placedByOffset.add(at, block);
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
