package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheTest {
  @TempDir private Path folder;

  @Test
  void readsWhatLinuxSays() throws IOException {
    write(0, 1, "Data", "48K", "0");
    write(1, 1, "Instruction", "32K", "0");
    write(3, 3, "Unified", "32M", "0-5,8-9");
    write(2, 2, "Unified", "2048K", "0,4");
    Files.writeString(folder.resolve("uevent"), "");

    assertThat(Cache.in(folder))
        .containsExactly(
            new Cache(1, 48 << 10, 1), new Cache(2, 2 << 20, 2), new Cache(3, 32 << 20, 8));
  }

  @Test
  void threadsHaveAsManyAsTheyNeed() {
    assertThat(new Cache(1, 100, 1).capacity(3)).isEqualTo(300);
    assertThat(new Cache(2, 100, 2).capacity(3)).isEqualTo(200);
    assertThat(new Cache(3, 100, 8).capacity(3)).isEqualTo(100);
  }

  private void write(int index, int level, String type, String size, String shared)
      throws IOException {
    Path cache = Files.createDirectory(folder.resolve("index" + index));
    Files.writeString(cache.resolve("level"), level + "\n");
    Files.writeString(cache.resolve("type"), type + "\n");
    Files.writeString(cache.resolve("size"), size + "\n");
    Files.writeString(cache.resolve("shared_cpu_list"), shared + "\n");
  }
}
