package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** A lock of POSIX is gone when its process closes any descriptor of the file. */
  @Test
  void whoIsRefusedTakesItFromNobody() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
    try (FolderLock first = FolderLock.take(folder)) {
      assertThat(first.warning()).isEmpty();
      for (Path again : List.of(folder, link)) {
        assertThatThrownBy(() -> FolderLock.take(again)).isInstanceOf(FolderLockedException.class);
      }

      assertThat(isTakenByAnotherProcess()).isFalse();
    } finally {
      Files.delete(link);
    }
    assertThat(isTakenByAnotherProcess()).isTrue();
  }

  @Test
  void whoClosesItTwiceTakesItFromNobody() throws IOException {
    FolderLock first = FolderLock.take(folder);
    first.close();
    try (FolderLock next = FolderLock.take(folder)) {
      first.close();

      assertThat(next.warning()).isEmpty();
      assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(FolderLockedException.class);
    }
  }

  private boolean isTakenByAnotherProcess() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                AnotherProcess.class.getName(),
                folder.toString())
            .inheritIO()
            .start()
            .waitFor()
        == 0;
  }

  /** Ends with 0 if it has taken the lock of a folder, and with 3 if it was refused. */
  static final class AnotherProcess {
    private AnotherProcess() {}

    public static void main(String[] folders) throws IOException {
      try (FolderLock taken = FolderLock.take(Path.of(folders[0]))) {
        System.exit(taken.warning().isEmpty() ? 0 : 4);
      } catch (FolderLockedException e) {
        System.exit(3);
      }
    }
  }

  @Test
  void whatCannotBeLockedIsUsedWithAWarning() throws IOException {
    try (FolderLock none = FolderLock.take(folder.resolve("gone"))) {
      assertThat(none.warning().orElseThrow()).contains("cannot be locked").contains("gone");
    }
  }
}
