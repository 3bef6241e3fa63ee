package io.bagoftricks.engine.images.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.internal.loader.AxisWindows;
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

  @Test
  void rowsThatWereNotGivenAreRefused() {
    AxisWindows windows =
        new AxisWindows(new int[] {1}, new int[] {2}, new int[] {0}, new float[] {1, 1});
    try (WindowSums sums = open()) {
      sums.begin(3, 3, windows);
      sums.across(0, 3, new byte[27], 0, 9);

      float[] output = new float[1];
      assertThatCode(() -> sums.down(2, windows, 0, output)).doesNotThrowAnyException();
      assertThatThrownBy(() -> sums.down(2, windows, 2, output))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("1 windows from 1 to 3, of 3 rows of 1 from 2 on, to 1 values");
      assertThatThrownBy(() -> sums.across(1, 3, new byte[27], 0, 9))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    AxisWindows below =
        new AxisWindows(new int[] {2}, new int[] {2}, new int[] {0}, new float[] {1, 1});
    try (WindowSums sums = open()) {
      sums.begin(1, 3, windows);
      assertThatThrownBy(() -> sums.down(0, below, 0, new float[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** Of so many values that their number as an int is a small one: C would write behind them. */
  @Test
  void anOutputOfMoreValuesThanAnArrayHasIsRefused() {
    int side = 1 << 16;
    AxisWindows many =
        new AxisWindows(new int[side], new int[side], new int[side], new float[side]);
    AxisWindows more =
        new AxisWindows(
            new int[side + 1], new int[side + 1], new int[side + 1], new float[side + 1]);
    try (WindowSums sums = open()) {
      sums.begin(1, 0, many);
      assertThatThrownBy(() -> sums.down(0, more, 0, new float[side]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** As {@code build-library} computes it. */
  @Test
  void wasCompiledFromTheseSources() throws IOException {
    Process hash =
        new ProcessBuilder(
                "bash",
                "-c",
                "cd src/main/native; LC_ALL=C; shopt -s nullglob; sha256sum library ./*.[ch] - <\"$1\" | sha256sum",
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
