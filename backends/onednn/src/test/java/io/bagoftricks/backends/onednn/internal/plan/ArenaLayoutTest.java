package io.bagoftricks.backends.onednn.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArenaLayoutTest {
  @Test
  void blocksOfDifferentTimesShareMemory() {
    Block early = block(1000, 0, 3);
    Block late = block(900, 4, 9);
    assertThat(ArenaLayout.place(List.of(early, late))).isEqualTo(1000);
    assertThat(early.offset()).isEqualTo(late.offset());
  }

  @Test
  void blocksThatMeetInOneOperationDoNot() {
    Block source = block(1000, 0, 3);
    Block destination = block(900, 3, 9);
    assertThat(ArenaLayout.place(List.of(source, destination))).isEqualTo(1024 + 900);
  }

  @Test
  void keptBlocksShareWithNobody() {
    Block kept = block(1000, 0, 1);
    kept.keep();
    Block other = block(10, 8, 9);
    ArenaLayout.place(List.of(kept, other));
    assertThat(other.offset()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void noTwoBlocksInUseOverlap() {
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      List<Block> blocks = new ArrayList<>();
      long peak = 0;
      for (int i = 0; i < 40; i++) {
        int first = random.nextInt(50);
        blocks.add(block(1 + random.nextInt(5000), first, first + random.nextInt(12)));
      }
      long end = ArenaLayout.place(blocks);
      for (Block a : blocks) {
        assertThat(a.offset() + a.bytes()).isLessThanOrEqualTo(end);
        peak += a.bytes();
        for (Block b : blocks) {
          if (a != b && a.overlapsInTime(b)) {
            boolean apart =
                a.offset() + a.bytes() <= b.offset() || b.offset() + b.bytes() <= a.offset();
            assertThat(apart).isTrue();
          }
        }
      }
      assertThat(end).isLessThan(peak);
    }
  }

  private static Block block(long bytes, int first, int last) {
    Block block = Block.inArena(bytes);
    block.touch(first);
    block.touch(last);
    return block;
  }
}
