package io.bagoftricks.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void oneThreadOfAProcessHasItAtATime() throws IOException {
    FolderLock first = FolderLock.take(folder);

    assertThatThrownBy(() -> FolderLock.take(folder))
        .isInstanceOf(FolderLockedException.class)
        .hasMessageStartingWith("[run/folder-locked] Another process (")
        .hasMessageContaining("(" + ProcessHandle.current().pid() + ") is working in " + folder);

    first.close();
    try (FolderLock next = FolderLock.take(folder)) {
      assertThat(next.warning()).isEmpty();
    }
  }

  @Test
  void whatCannotBeLockedIsUsedWithAWarning() throws IOException {
    try (FolderLock none = FolderLock.take(folder.resolve("gone"))) {
      assertThat(none.warning().orElseThrow()).contains("cannot be locked").contains("gone");
    }
  }
}
