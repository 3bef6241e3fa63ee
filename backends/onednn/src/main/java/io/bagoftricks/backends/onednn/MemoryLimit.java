package io.bagoftricks.backends.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Pointer;

/** How much native memory there is. */
final class MemoryLimit {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final List<Path> CONTAINER =
      List.of(Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory.current"));

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
    OptionalLong container = container();
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

  private static OptionalLong container() {
    try {
      String most = Files.readString(CONTAINER.get(0)).strip();
      String used = Files.readString(CONTAINER.get(1)).strip();
      return most.equals("max")
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(most) - Long.parseLong(used));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
