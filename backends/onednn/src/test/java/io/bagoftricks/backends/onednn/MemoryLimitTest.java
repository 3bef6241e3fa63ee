package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
  @TempDir Path groups;

  private static final String STATISTICS =
      """
      anon 1400
      file 6500
      kernel 500
      shmem 1000
      inactive_anon 900
      active_anon 1500
      inactive_file 4000
      active_file 1500
      slab_reclaimable 300
      slab_unreclaimable 100
      """;

  @Test
  void filesThatAContainerHasReadTakeNoMemoryFromIt() throws IOException {
    write("memory.max", "8000");
    write("memory.current", "7900");
    write("memory.stat", STATISTICS);

    assertThat(available("0::/")).hasValue(8000 - 7900 + 4000 + 1500 + 300);
  }

  @Test
  void aContainerMayHaveNoLimit() throws IOException {
    write("memory.max", "max");
    write("memory.current", "7900");

    assertThat(available("0::/")).isEmpty();
  }

  @Test
  void whereThereIsNoControlGroupThereIsNoLimit() throws IOException {
    assertThat(available("")).isEmpty();
    assertThat(MemoryLimit.groups(groups, groups.resolve("none"))).isEmpty();
  }

  /** As of a service of systemd, whose slice may have less left than it. */
  @Test
  void everyGroupAboveLimitsTheProcess() throws IOException {
    group("user.slice/a.scope", "900", "100");
    assertThat(available("0::/user.slice/a.scope")).hasValue(800);

    group("user.slice", "1000", "700");
    assertThat(available("0::/user.slice/a.scope")).hasValue(300);
    assertThat(available("0::/other.slice")).isEmpty();
  }

  /** Where both versions are, the second lies in a folder of its own. */
  @Test
  void groupsOfTheFirstVersionCountToo() throws IOException {
    group("unified", "800", "0");
    write("memory/docker/1/memory.limit_in_bytes", "5000");
    write("memory/docker/1/memory.usage_in_bytes", "4600");
    write("memory/docker/1/memory.stat", "inactive_file 7\ntotal_inactive_file 70\nrss 1");

    assertThat(available("4:cpu,memory:/docker/1\n0::/")).hasValue(470);
    assertThat(available("4:memory:/docker/2\n0::/")).hasValue(800);
  }

  /** A container that sees the path of its host has its own group as the root. */
  @Test
  void aPathThatIsNotMountedIsTheRoot() throws IOException {
    write("memory/memory.limit_in_bytes", "5000");
    write("memory/memory.usage_in_bytes", "4600");
    write("memory/memory.stat", "total_active_file 30");

    assertThat(available("4:memory:/docker/1")).hasValue(430);
    assertThat(available("4:memory:/../../elsewhere")).hasValue(430);
  }

  private OptionalLong available(String membership) throws IOException {
    return MemoryLimit.groups(groups, Files.writeString(groups.resolve("cgroup"), membership));
  }

  private void group(String path, String most, String used) throws IOException {
    write(path + "/memory.max", most);
    write(path + "/memory.current", used);
    write(path + "/memory.stat", "anon 1");
  }

  private void write(String name, String text) throws IOException {
    Path file = groups.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.strip() + "\n");
  }
}
