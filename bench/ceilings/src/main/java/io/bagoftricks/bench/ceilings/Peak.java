package io.bagoftricks.bench.ceilings;

import io.bagoftricks.bench.driver.Level;
import io.bagoftricks.bench.driver.Processor;
import io.bagoftricks.bench.measure.NumberType;
import java.util.Arrays;
import java.util.List;

/** A way to multiply and add, which a processor may have. A multiply-add is two operations. */
enum Peak {
  /** Vectors in 32 bits. */
  F32("f32, multiply-adds", "", "fma"),
  /** Sums in 32 bits of products in bf16. */
  BF16("bf16, dot products", "avx512_bf16", "avx512_bf16"),
  /** Vectors in fp16; oneDNN has them above the level of bf16. */
  FP16("fp16, multiply-adds", "avx512_bf16", "avx512_fp16"),
  /** Tiles of bf16. */
  TILES("bf16, tiles", "amx_bf16", "amx_bf16");

  private static final int WIDE = 16;
  private static final int NARROW = 8;

  private final String label;
  private final String ofLevel;
  private final String ofProcessor;

  Peak(String label, String ofLevel, String ofProcessor) {
    this.label = label;
    this.ofLevel = ofLevel;
    this.ofProcessor = ofProcessor;
  }

  /** Those of a level on a processor. */
  static List<Peak> at(Level level, Processor processor) {
    return Arrays.stream(values())
        .filter(peak -> peak.ofLevel.isEmpty() || level.flags().contains(peak.ofLevel))
        .filter(peak -> processor.flags().contains(peak.ofProcessor))
        .toList();
  }

  /** Whether what is stored in a type can be computed so, as exactly or more. */
  boolean serves(NumberType stored) {
    return switch (this) {
      case F32 -> true;
      case BF16, TILES -> stored == NumberType.BF16;
      case FP16 -> stored == NumberType.FP16;
    };
  }

  /** The loop at a level. */
  Loop loop(Level level) {
    return switch (this) {
      case F32 ->
          isWide(level)
              ? new Loop(2L * WIDE * PeakLoops.CHAINS, PeakLoops::multiplyAdds512)
              : new Loop(2L * NARROW * PeakLoops.CHAINS, PeakLoops::multiplyAdds256);
      case BF16 -> new Loop(4L * WIDE * PeakLoops.CHAINS, PeakLoops::dotProducts);
      case FP16 -> new Loop(4L * WIDE * PeakLoops.CHAINS, PeakLoops::halves);
      case TILES -> new Loop(2L * 16 * 16 * 32 * PeakLoops.TILE_PRODUCTS, PeakLoops::tiles);
    };
  }

  /** Whether vectors have 512 bits there. */
  static boolean isWide(Level level) {
    return level != Level.AVX2;
  }

  @Override
  public String toString() {
    return label;
  }
}
