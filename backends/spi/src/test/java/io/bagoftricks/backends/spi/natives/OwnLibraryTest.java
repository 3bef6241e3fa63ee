package io.bagoftricks.backends.spi.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library of our own is in the cache with the very bytes that it was built with. */
final class OwnLibraryTest {
  /** From {@code printf old | sha256sum}. */
  private static final String OLD =
      "cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4";

  @TempDir private Path temporary;
  private Path cache;
  private Path built;

  @BeforeEach
  void build() throws IOException {
    cache = temporary.resolve("cache");
    built = Files.writeString(temporary.resolve("libkernels.so"), "old");
  }

  @Test
  void isNamedByItsHash() throws IOException {
    OwnLibrary library = unpack();

    assertThat(library.code().file()).isEqualTo("libkernels.so");
    assertThat(library.code().sha256()).isEqualTo(OLD);
    assertThat(library.file()).hasFileName("libkernels-" + OLD + ".so").hasContent("old");
  }

  @Test
  void isAnotherFileAfterARebuildOfTheSameSizeAndTime() throws IOException {
    OwnLibrary before = unpack();
    FileTime time = Files.getLastModifiedTime(built);
    Files.writeString(built, "new");
    Files.setLastModifiedTime(built, time);

    OwnLibrary after = unpack();

    assertThat(after.file()).isNotEqualTo(before.file()).hasContent("new");
    assertThat(before.file()).hasContent("old");
  }

  @Test
  void takesThePlaceOfOtherBytesOfTheSameSizeAndTime() throws IOException {
    Path file = unpack().file();
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "bad");
    Files.setLastModifiedTime(file, time);

    assertThat(unpack().file()).isEqualTo(file).hasContent("old");
  }

  @Test
  void takesThePlaceOfALink() throws IOException {
    Path file = unpack().file();
    Path outside = Files.writeString(temporary.resolve("outside"), "old");
    Files.delete(file);
    Files.createSymbolicLink(file, outside);

    assertThat(unpack().file()).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  private OwnLibrary unpack() throws IOException {
    return OwnLibrary.unpack(cache, built.toUri().toURL());
  }
}
