package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.NumberType;
import java.util.List;
import java.util.Map;

/**
 * A level of instruction sets that both sides can be limited to, by its name in oneDNN's words;
 * from the highest to the lowest.
 */
public enum Level {
  /** Matrices of 16 bits multiplied in tiles. */
  AVX512_CORE_AMX("avx512f avx512bw avx512vl avx512_bf16 amx_bf16", "avx512", 0.8),
  /** Dot products of bf16. */
  AVX512_CORE_BF16("avx512f avx512bw avx512vl avx512_bf16", "avx512", 0.8),
  /** Vectors of 512 bits, in 32 bits alone. */
  AVX512_CORE("avx512f avx512bw avx512vl", "avx512", 0.9),
  /** Vectors of 256 bits, in 32 bits alone. */
  AVX2("avx2 fma", "avx2", 0.9);

  private final String flags;
  private final String aten;
  private final double memory;

  Level(String flags, String aten, double memory) {
    this.flags = flags;
    this.aten = aten;
    this.memory = memory;
  }

  /** Abilities that a processor must have, in Linux's words. */
  public List<String> flags() {
    return List.of(flags.split(" ", -1));
  }

  /** Variables that limit a process to it: oneDNN's, which is ours too, and libtorch's own. */
  Map<String, String> environment() {
    return Map.of("ONEDNN_MAX_CPU_ISA", name(), "ATEN_CPU_CAPABILITY", aten);
  }

  /**
   * Types that a peer may be fastest in. Without dot products of bf16 libtorch's bf16 does CIFAR
   * ResNet-20 at a 36th of the speed of its f32: minutes per step of a larger network, to learn
   * nothing.
   */
  List<NumberType> types() {
    return flags().contains("avx512_bf16")
        ? List.of(NumberType.F32, NumberType.BF16)
        : List.of(NumberType.F32);
  }

  /** Peak memory of ours that is allowed, as a part of the peer's. */
  double memory() {
    return memory;
  }
}
