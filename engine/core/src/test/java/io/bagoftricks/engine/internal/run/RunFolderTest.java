package io.bagoftricks.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 22, 21, 26, 0);

  @TempDir private Path folder;

  /** As when the clock was set back, or two runs start in one second. */
  @Test
  void takesAnotherNameWhereOneIsTaken() throws IOException {
    Path runs = folder.resolve("runs");
    assertThat(RunFolder.of(runs, "a b", TIME)).isEqualTo(runs.resolve("a_b-20261122-212600"));
    Files.createDirectories(runs.resolve("a_b-20261122-212600"));
    Files.createDirectories(runs.resolve("a_b-20261122-212600-2"));

    Files.createSymbolicLink(runs.resolve("a_b-20261122-212600-3"), Path.of("nowhere"));

    assertThat(RunFolder.of(runs, "a b", TIME)).isEqualTo(runs.resolve("a_b-20261122-212600-4"));
  }

  @Test
  void overwritesNoOtherRun() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> RunFolder.create(Disk.local(), folder, "{}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("run/folder-in-use");
  }

  @Test
  void saysInWordsWhatTheFileSystemSays() {
    assertThat(StorageProblems.words(new NoSuchFileException("a")))
        .isEqualTo("a is not there (any more)");
    assertThat(StorageProblems.words(new FileAlreadyExistsException("a")))
        .isEqualTo("a is there already, and is not a folder");
    assertThat(StorageProblems.words(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }

  @Test
  void aReservedFolderIsNobodyElses() throws Exception {
    Path runs = folder.resolve("runs");
    List<Callable<Path>> many = Collections.nCopies(40, () -> RunFolder.reserve(runs, "a", TIME));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Set<Path> folders = new HashSet<>();
      for (Future<Path> one : threads.invokeAll(many)) {
        folders.add(one.get());
      }
      assertThat(folders).hasSize(40).allSatisfy(one -> assertThat(one).isEmptyDirectory());
    } finally {
      threads.shutdownNow();
    }
  }
}
