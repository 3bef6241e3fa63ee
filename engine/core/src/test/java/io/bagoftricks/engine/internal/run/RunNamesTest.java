package io.bagoftricks.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

final class RunNamesTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 22, 21, 26, 0);

  @TempDir private Path folder;

  /** As when the clock was set back, or two runs start in one second. */
  @Test
  void takesAnotherNameWhereOneIsTaken() throws IOException {
    Path runs = folder.resolve("runs");
    assertThat(RunNames.folder(runs, "a b", TIME)).isEqualTo(runs.resolve("a_b-20261122-212600"));
    Files.createDirectories(runs.resolve("a_b-20261122-212600"));
    Files.createDirectories(runs.resolve("a_b-20261122-212600-2"));

    Files.createSymbolicLink(runs.resolve("a_b-20261122-212600-3"), Path.of("nowhere"));

    assertThat(RunNames.folder(runs, "a b", TIME)).isEqualTo(runs.resolve("a_b-20261122-212600-4"));
  }

  @Test
  void aReservedFolderIsNobodyElses() throws Exception {
    Path runs = folder.resolve("runs");
    List<Callable<Path>> many = Collections.nCopies(40, () -> RunNames.reserve(runs, "a", TIME));
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
