package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which build of the kernels a processor gets, by oneDNN's names of instruction sets. */
final class NativeKernelsTest {
  @ParameterizedTest
  @CsvSource({
    "avx2, avx2",
    "avx2_vnni_2, avx2",
    "avx512_core, avx512",
    "avx512_core_vnni, avx512",
    "avx512_core_bf16, avx512bf16",
    "avx512_core_fp16, avx512bf16",
    "avx512_core_amx, avx512bf16",
    "avx10_1_512, avx512bf16",
    "avx10_1_512_amx, avx512bf16"
  })
  void theLargestThatRuns(String instructionSet, String level) {
    assertThat(NativeKernels.level(instructionSet)).isEqualTo(level);
    assertThat(NativeKernels.class.getResource("linux-x86_64/libkernels-" + level + ".so"))
        .isNotNull();
  }

  @Test
  void aProcessorWithoutAvx2IsToldSo() {
    assertThatThrownBy(() -> NativeKernels.level("sse41"))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining("AVX2");
  }
}
