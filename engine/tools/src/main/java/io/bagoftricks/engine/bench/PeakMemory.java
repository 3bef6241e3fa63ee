package io.bagoftricks.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that was resident at a time, of this process, since it started. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private PeakMemory() {}

  /** Bytes; empty where the operating system does not say, which is anywhere but on Linux. */
  static OptionalLong bytes() throws IOException {
    return Files.isReadable(STATUS) ? bytes(Files.readAllLines(STATUS)) : OptionalLong.empty();
  }

  static OptionalLong bytes(List<String> status) {
    return status.stream()
        .map(PEAK::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * 1024)
        .findFirst();
  }
}
