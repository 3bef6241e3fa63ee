package io.bagoftricks.engine.images.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.internal.loader.WindowSums;
import io.bagoftricks.engine.internal.loader.WindowSumsContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class NativeSumsTest extends WindowSumsContract {
  @Override
  protected WindowSums open() {
    return ServiceLoader.load(WindowSums.Provider.class)
        .findFirst()
        .orElseThrow()
        .open()
        .orElseThrow();
  }

  @Test
  void areWhatTheLoaderFinds() {
    try (WindowSums sums = open()) {
      assertThat(sums).isInstanceOf(NativeSums.class);
    }
  }

  /** As {@code build-library} computes it. */
  @Test
  void wasCompiledFromTheseSources() throws IOException {
    Process hash =
        new ProcessBuilder(
                "bash",
                "-c",
                "cd src/main/native; LC_ALL=C; sha256sum library ./*.c - <\"$1\" | sha256sum",
                "bash",
                Path.of("../../backends/compiler/src/main/native/build-library")
                    .toAbsolutePath()
                    .toString())
            .start();
    String expected;
    try (BufferedReader reader = hash.inputReader()) {
      expected = reader.readLine().substring(0, 64);
    }
    open().close();
    StringBuilder loaded = new StringBuilder();
    for (int quarter = 0; quarter < 4; quarter++) {
      loaded.append(HexFormat.of().toHexDigits(NativeSums.sourcesHash(quarter)));
    }

    assertThat(loaded).hasToString(expected);
  }
}
