package io.bagoftricks.bench.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processor of this machine, as Linux describes it.
 *
 * @param name its maker's, with family and model where Linux says them: virtual machines often hide
 *     the rest
 * @param flags what it can do, in Linux's words
 */
public record Processor(String name, Set<String> flags) {
  private static final List<String> AVX512 = List.of("avx512f", "avx512bw", "avx512vl");

  /** Copies the flags. */
  public Processor {
    flags = Set.copyOf(flags);
  }

  /** That of this machine. */
  public static Processor ofThisMachine() {
    try {
      return of(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of the lines of {@code /proc/cpuinfo}. */
  static Processor of(List<String> lines) {
    Set<String> flags = new TreeSet<>();
    value(lines, "flags").ifPresent(f -> flags.addAll(Arrays.asList(f.split("\\s+", -1))));
    String name =
        String.format(
            Locale.ROOT,
            "%s (family %s, model %s)",
            value(lines, "model name").orElse("unknown processor"),
            value(lines, "cpu family").orElse("?"),
            value(lines, "model").orElse("?"));
    return new Processor(name, flags);
  }

  /** Levels that it can be limited to, from the highest to the lowest. */
  public List<Level> levels() {
    return Arrays.stream(Level.values()).filter(l -> flags.containsAll(l.flags())).toList();
  }

  /**
   * The level to measure at: the one that was asked for, or the highest.
   *
   * @throws IllegalArgumentException if the processor lacks it, or has none
   */
  public Level levelFor(Optional<Level> asked) {
    List<Level> levels = levels();
    if (levels.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no AVX2, which our kernels need; there is nothing to measure".formatted(name));
    }
    Level level = asked.orElse(levels.get(0));
    if (!levels.contains(level)) {
      throw new IllegalArgumentException(
          "--level: %s does not have %s; it has %s".formatted(name, level, levels));
    }
    return level;
  }

  /** The fastest build of ND4J's natives that it runs, by its name in JavaCPP's words. */
  String nativeBuild() {
    return flags.containsAll(AVX512) ? "-onednn-avx512" : "-onednn-avx2";
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
        .map(parts -> parts[1].strip())
        .findFirst();
  }
}
