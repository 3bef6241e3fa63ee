package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
  @TempDir Path group;

  @Test
  void filesThatAContainerHasReadTakeNoMemoryFromIt() throws IOException {
    write("memory.max", "8000");
    write("memory.current", "7900");
    write(
        "memory.stat",
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
        """);

    assertThat(MemoryLimit.container(group)).hasValue(8000 - 7900 + 4000 + 1500 + 300);
  }

  @Test
  void aContainerMayHaveNoLimit() throws IOException {
    write("memory.max", "max");
    write("memory.current", "7900");

    assertThat(MemoryLimit.container(group)).isEmpty();
  }

  @Test
  void whereThereIsNoControlGroupThereIsNoLimit() {
    assertThat(MemoryLimit.container(group)).isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(group.resolve(name), text.strip() + "\n");
  }
}
