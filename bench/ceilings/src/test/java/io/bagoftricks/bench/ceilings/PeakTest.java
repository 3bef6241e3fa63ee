package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.driver.Level;
import io.bagoftricks.bench.driver.Processor;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

final class PeakTest {
  private static final Processor SMALL = with("avx2 fma");
  private static final Processor LARGE = with("fma avx512_bf16 avx512_fp16 amx_bf16");

  @Test
  void aLevelHasWhatItsInstructionsDo() {
    assertThat(Peak.at(Level.AVX2, LARGE)).containsExactly(Peak.F32);
    assertThat(Peak.at(Level.AVX512_CORE, LARGE)).containsExactly(Peak.F32);
    assertThat(Peak.at(Level.AVX512_CORE_BF16, LARGE))
        .containsExactly(Peak.F32, Peak.BF16, Peak.FP16);
    assertThat(Peak.at(Level.AVX512_CORE_AMX, LARGE)).containsExactly(Peak.values());
  }

  @Test
  void whatTheProcessorLacksIsNotRun() {
    assertThat(Peak.at(Level.AVX2, SMALL)).containsExactly(Peak.F32);
    assertThat(Peak.at(Level.AVX512_CORE_BF16, with("fma avx512_bf16")))
        .containsExactly(Peak.F32, Peak.BF16);
  }

  /** Two operations for each product: of 12 vectors of 8, 16, 32 values, and of 6 tiles. */
  @Test
  void countsTheOperationsOfARound() {
    assertThat(Peak.F32.loop(Level.AVX2).amount()).isEqualTo(192);
    assertThat(Peak.F32.loop(Level.AVX512_CORE).amount()).isEqualTo(384);
    assertThat(Peak.BF16.loop(Level.AVX512_CORE_BF16).amount()).isEqualTo(768);
    assertThat(Peak.FP16.loop(Level.AVX512_CORE_BF16).amount()).isEqualTo(768);
    assertThat(Peak.TILES.loop(Level.AVX512_CORE_AMX).amount()).isEqualTo(6 * 2 * 16 * 32 * 16);
  }

  @Test
  void theLoopThatCopiesReadsAndWritesAll() {
    PeakLoops.load();
    try (BytePointer memory = new BytePointer(4 * PeakLoops.BYTES)) {
      long start = (memory.address() + PeakLoops.BYTES - 1) / PeakLoops.BYTES * PeakLoops.BYTES;
      int offset = (int) (start - memory.address());
      for (int i = 0; i < 2 * PeakLoops.BYTES; i++) {
        memory.put(offset + i, (byte) (i < PeakLoops.BYTES ? i % 101 : 0));
      }

      PeakLoops.read256(start, 2 * PeakLoops.BYTES, 3);
      PeakLoops.copy256(start, 2 * PeakLoops.BYTES, 1);

      for (int i = 0; i < PeakLoops.BYTES; i++) {
        assertThat(memory.get(offset + PeakLoops.BYTES + i)).isEqualTo((byte) (i % 101));
      }
    }
  }

  private static Processor with(String flags) {
    return new Processor("a processor", Set.of(flags.split(" ", -1)));
  }
}
