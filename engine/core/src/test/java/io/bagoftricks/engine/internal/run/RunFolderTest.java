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
