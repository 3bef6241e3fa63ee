package io.bagoftricks.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process that is or was in RAM, as Linux counts it. */
final class ResidentMemory {
  private static final String PEAK = "VmHWM:";

  private ResidentMemory() {}

  static long peakBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(
              line ->
                  Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip()) * 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("/proc/self/status has no line " + PEAK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
