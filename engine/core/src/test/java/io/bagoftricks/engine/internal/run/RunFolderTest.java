package io.bagoftricks.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.WatchedDisk;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  @TempDir private Path folder;

  @Test
  void overwritesNoOtherRun() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> RunFolder.create(Disk.local(), folder, "{}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("run/folder-in-use");
  }

  /** Its folder is named by --resume, with which --output means nothing. */
  @Test
  void aRunThatCannotBeginAgainSaysHowItWould() throws IOException {
    try (FolderLock lock = FolderLock.take(folder)) {
      assertThat(lock.warning()).isEmpty();
      RunFolder run = RunFolder.create(Disk.local(), folder, "{}");
      assertThat(FolderState.of(run)).isEqualTo(FolderState.BEGUN);
      Disk full = WatchedDisk.full(file -> true);

      assertThatThrownBy(() -> RunFolder.at(full, folder).begin("{}"))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "[run/cannot-write] The beginning of the run could not be written: No space left on device. There is no checkpoint yet. When the cause is gone, begin again with: tricks train --resume "
                  + folder);
    }
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
}
