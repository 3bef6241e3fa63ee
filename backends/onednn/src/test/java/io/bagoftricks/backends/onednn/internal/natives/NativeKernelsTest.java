package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
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

  /** Linux tells what the processor has, and oneDNN's variable how much of it is wanted. */
  @Test
  @Tag("isa")
  void theProcessorsOwnIsLoadedUnlessLessIsWanted() throws IOException {
    List<String> levels = new ArrayList<>(List.of("avx2"));
    Set<String> flags = flags();
    if (flags.containsAll(List.of("avx512bw", "avx512dq", "avx512vl"))) {
      levels.add("avx512");
    }
    if (levels.contains("avx512") && flags.contains("avx512_bf16")) {
      levels.add("avx512bf16");
    }
    String limit = System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "ALL");
    if (limit.startsWith("AVX2")) {
      levels.removeIf(level -> !level.equals("avx2"));
    } else if (limit.equals("AVX512_CORE") || limit.equals("AVX512_CORE_VNNI")) {
      levels.remove("avx512bf16");
    }
    String expected = levels.get(levels.size() - 1);

    NativeKernels.load();

    assertThat(NativeKernels.level(Device.instructionSet())).isEqualTo(expected);
    assertThat(Files.readString(Path.of("/proc/self/maps")))
        .containsPattern("libkernels-" + expected + "\\b")
        .doesNotContainPattern("libkernels-(?!" + expected + "\\b)");
  }

  private static Set<String> flags() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split(" ", -1)))
        .orElseThrow();
  }

  @Test
  void aProcessorWithoutAvx2IsToldSo() {
    assertThatThrownBy(() -> NativeKernels.level("sse41"))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining("AVX2");
  }
}
