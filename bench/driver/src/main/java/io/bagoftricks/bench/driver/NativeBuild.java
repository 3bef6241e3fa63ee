package io.bagoftricks.bench.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The fastest build of ND4J's natives that a processor runs, by its name in JavaCPP's words. */
final class NativeBuild {
  private static final List<String> AVX512 = List.of("avx512f", "avx512bw", "avx512vl");

  private NativeBuild() {}

  static String ofThisProcessor() {
    try {
      return of(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(List<String> processorLines) {
    Set<String> flags = new TreeSet<>();
    processorLines.stream()
        .filter(line -> line.startsWith("flags"))
        .forEach(line -> flags.addAll(Arrays.asList(line.split("\\s+", -1))));
    return flags.containsAll(AVX512) ? "-onednn-avx512" : "-onednn-avx2";
  }
}
