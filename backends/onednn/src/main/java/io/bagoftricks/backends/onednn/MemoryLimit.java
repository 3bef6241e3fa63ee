package io.bagoftricks.backends.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;

/** How much native memory there is. */
final class MemoryLimit {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");
  private static final Set<String> RECLAIMABLE =
      Set.of("active_file", "inactive_file", "slab_reclaimable");

  /** The names of version 1, of a group with all below it. */
  private static final Set<String> RECLAIMABLE_BEFORE =
      Set.of("total_active_file", "total_inactive_file");

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
    OptionalLong groups = groups(GROUPS, MEMBERSHIP);
    if (groups.isPresent()) {
      available = Math.min(available, groups.getAsLong());
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
   * The memory that this process may still take in its control groups, each of which limits those
   * below it: in a container, or a service of systemd. Of both versions, since systems have either
   * or both.
   *
   * @param mounted the folder of the groups
   * @param membership lists those of the process: {@code number:controllers:/path}
   * @return bytes; empty where there is no limit
   */
  static OptionalLong groups(Path mounted, Path membership) {
    List<String> lines;
    try {
      lines = Files.readAllLines(membership);
    } catch (IOException e) {
      lines = List.of();
    }
    LongStream.Builder free = LongStream.builder();
    Path unified = mounted.resolve("unified");
    Path ofVersion2 = Files.isDirectory(unified) ? unified : mounted;
    Path ofVersion1 = mounted.resolve("memory");
    // A container that does not see where its own group lies has it as the root.
    addFree(ofVersion2, "/", Version.SECOND, free);
    addFree(ofVersion1, "/", Version.FIRST, free);
    for (String line : lines) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        addFree(ofVersion2, parts[2], Version.SECOND, free);
      } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
        addFree(ofVersion1, parts[2], Version.FIRST, free);
      }
    }
    return free.build().min();
  }

  private static void addFree(Path root, String path, Version version, LongStream.Builder free) {
    Path folder = root.resolve(path.substring(1)).normalize();
    while (folder.startsWith(root)) {
      free(folder, version).ifPresent(free);
      folder = Objects.requireNonNull(folder.getParent());
    }
  }

  /**
   * The memory that a group may still take: up to its limit, and what the system would take back
   * from it, which are the pages of files and the slabs that can be reclaimed. See <a
   * href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>, Memory, and <a
   * href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">Memory Resource
   * Controller</a>.
   *
   * @param folder the files of the control group
   * @return bytes; empty where there is no limit
   */
  private static OptionalLong free(Path folder, Version version) {
    try {
      String most = Files.readString(folder.resolve(version.limit)).strip();
      if (most.equals("max")) {
        return OptionalLong.empty();
      }
      String used = Files.readString(folder.resolve(version.used)).strip();
      long reclaimable =
          Files.readAllLines(folder.resolve("memory.stat")).stream()
              .map(line -> line.split(" "))
              .filter(words -> version.reclaimable.contains(words[0]))
              .mapToLong(words -> Long.parseLong(words[1]))
              .sum();
      return OptionalLong.of(Long.parseLong(most) - Long.parseLong(used) + reclaimable);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private enum Version {
    FIRST("memory.limit_in_bytes", "memory.usage_in_bytes", RECLAIMABLE_BEFORE),
    SECOND("memory.max", "memory.current", RECLAIMABLE);

    private final String limit;
    private final String used;

    @SuppressWarnings("ImmutableEnumChecker") // nobody can change it
    private final Set<String> reclaimable;

    Version(String limit, String used, Set<String> reclaimable) {
      this.limit = limit;
      this.used = used;
      this.reclaimable = reclaimable;
    }
  }
}
