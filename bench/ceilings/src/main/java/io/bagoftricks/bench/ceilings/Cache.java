package io.bagoftricks.bench.ceilings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cache that a processor has for data.
 *
 * @param level 1 is the nearest
 * @param bytes of one such cache
 * @param sharers processors, as Linux counts them, that share it
 */
record Cache(int level, long bytes, int sharers) {
  private static final Path FIRST_PROCESSOR = Path.of("/sys/devices/system/cpu/cpu0/cache");

  /** Those of this machine, the nearest first. */
  static List<Cache> ofThisMachine() throws IOException {
    return in(FIRST_PROCESSOR);
  }

  /**
   * Those of a processor.
   *
   * @param folder as Linux has it in {@code /sys}
   */
  static List<Cache> in(Path folder) throws IOException {
    List<Cache> caches = new ArrayList<>();
    try (Stream<Path> indices = Files.list(folder)) {
      for (Path index : indices.filter(p -> Files.exists(p.resolve("level"))).toList()) {
        if (!word(index, "type").equals("Instruction")) {
          caches.add(
              new Cache(
                  Integer.parseInt(word(index, "level")),
                  bytes(word(index, "size")),
                  count(word(index, "shared_cpu_list"))));
        }
      }
    }
    return caches.stream().sorted(Comparator.comparing(Cache::level)).toList();
  }

  /**
   * Bytes that the caches of this kind hold together for some threads, each on its own processor.
   */
  long capacity(int threads) {
    return bytes * ((threads + sharers - 1) / sharers);
  }

  private static String word(Path index, String name) throws IOException {
    return Files.readString(index.resolve(name)).strip();
  }

  /** Reads {@code 32768K}. */
  private static long bytes(String size) {
    long unit =
        switch (size.charAt(size.length() - 1)) {
          case 'K' -> 1L << 10;
          case 'M' -> 1L << 20;
          default -> 1;
        };
    return unit * Long.parseLong(unit == 1 ? size : size.substring(0, size.length() - 1));
  }

  /** How many {@code 0-3,8} are. */
  private static int count(String list) {
    int count = 0;
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }
}
