package io.bagoftricks.backends.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;

/** How much native memory there is. */
final class MemoryLimit {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path CONTAINER = Path.of("/sys/fs/cgroup");
  private static final Set<String> RECLAIMABLE =
      Set.of("active_file", "inactive_file", "slab_reclaimable");

  private MemoryLimit() {}

  /**
   * Bytes that can still be allocated: what the system can give without swapping, what the
   * container allows, and what JavaCPP allows its pointers.
   */
  static long available() {
    long available = Long.MAX_VALUE;
    long most = Pointer.maxBytes();
    if (most > 0) {
      available = Math.min(available, most - Pointer.totalBytes());
    }
    OptionalLong system = system();
    if (system.isPresent()) {
      available = Math.min(available, system.getAsLong());
    }
    OptionalLong container = container(CONTAINER);
    if (container.isPresent()) {
      available = Math.min(available, container.getAsLong());
    }
    return available;
  }

  private static OptionalLong system() {
    try {
      return Files.readAllLines(MEMORY).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The memory that a container may still take: up to its limit, and what the system would take
   * back from it, which are the pages of files and the slabs that can be reclaimed. See <a
   * href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>, Memory.
   *
   * @param folder the files of the control group
   * @return bytes; empty where there is no limit
   */
  static OptionalLong container(Path folder) {
    try {
      String most = Files.readString(folder.resolve("memory.max")).strip();
      if (most.equals("max")) {
        return OptionalLong.empty();
      }
      String used = Files.readString(folder.resolve("memory.current")).strip();
      long reclaimable =
          Files.readAllLines(folder.resolve("memory.stat")).stream()
              .map(line -> line.split(" "))
              .filter(words -> RECLAIMABLE.contains(words[0]))
              .mapToLong(words -> Long.parseLong(words[1]))
              .sum();
      return OptionalLong.of(Long.parseLong(most) - Long.parseLong(used) + reclaimable);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
