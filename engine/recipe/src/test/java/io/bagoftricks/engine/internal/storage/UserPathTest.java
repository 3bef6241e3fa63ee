package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserPathTest {
  @Test
  void tildeIsTheHomeOfTheUser() {
    Path home = Path.of(System.getProperty("user.home"));

    assertThat(UserPath.of("~")).isEqualTo(home);
    assertThat(UserPath.of("~/data set/x")).isEqualTo(home.resolve("data set/x"));
    // Whose home it is only a shell knows; and these are names of files.
    assertThat(UserPath.of("~x/y")).isEqualTo(Path.of("~x/y"));
    assertThat(UserPath.of("a/~")).isEqualTo(Path.of("a/~"));
  }

  @ParameterizedTest
  @CsvSource({
    "file:///data/x, /data/x",
    "file:/data/x, /data/x",
    "file://localhost/data/x, /data/x",
    "file:///data/a%20b, /data/a b",
    "data/x, data/x",
    "/data/file:x, /data/file:x"
  })
  void addressesOfFilesAreTheirPaths(String text, Path path) {
    assertThat(UserPath.of(text)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({"file://host/data", "file:data", "file:", "file:///a b"})
  void addressesOfOtherPlacesAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserPath.of(text))
        .withMessage(
            "'%s', which is not an address of a file here. Write file:///folder/name, or the path alone"
                .formatted(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://host/mnist", "https://host/x.json", "s3://bucket/data", "HTTP://h"})
  void addressesOfOtherMachinesAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserPath.of(text))
        .withMessageStartingWith("'%s', which is an address, and files are read".formatted(text));
  }

  /** As of a shell's variable that is not set: it would be the working directory. */
  @Test
  void nothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserPath.of(""))
        .withMessage("'', which is empty. Write a path, or . for the working directory");
  }

  @Test
  void whatIsNoPathIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserPath.of("a\0b"))
        .withMessageContaining("which is not a path here");
  }
}
