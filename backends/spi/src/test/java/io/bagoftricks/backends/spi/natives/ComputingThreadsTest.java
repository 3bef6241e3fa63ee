package io.bagoftricks.backends.spi.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.backends.spi.SettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComputingThreadsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "08, 8", "1024, 1024"})
  void takesWholeNumbers(String set, int threads) {
    assertThat(ComputingThreads.of(Map.of("OMP_NUM_THREADS", set))).isEqualTo(threads);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "two", "-3", "1.5", "1025", "99999999999", "2,1", "\u0662", "1 ", " 1", " "})
  void refusesWhatOpenMpWouldIgnore(String set) {
    assertThatThrownBy(() -> ComputingThreads.of(Map.of("OMP_NUM_THREADS", set)))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "The number of threads is '%s', but must be a whole number from 1 to 1024. This process may use %d processors: set it to at most that, or unset it.",
            set, Runtime.getRuntime().availableProcessors());
  }

  /** Kernels of oneDNN wait for as many threads as they were made for. */
  @Test
  void refusesTeamsThatMayBeSmaller() {
    assertThatThrownBy(
            () -> ComputingThreads.of(Map.of("OMP_NUM_THREADS", "4", "OMP_THREAD_LIMIT", "2")))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "The process may have 2 threads, but is to compute with 4. Unset it, or set OMP_NUM_THREADS to at most 2.");
    assertThatThrownBy(() -> ComputingThreads.of(Map.of("OMP_DYNAMIC", "TRUE")))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("Teams of threads may be smaller than was asked for");

    assertThat(
            ComputingThreads.of(
                Map.of("OMP_NUM_THREADS", "2", "OMP_THREAD_LIMIT", "2", "OMP_DYNAMIC", "false")))
        .isEqualTo(2);
  }

  @Test
  void isTheNumberOfProcessorsWhereNothingIsSet() {
    int processors = Runtime.getRuntime().availableProcessors();

    assertThat(ComputingThreads.of(Map.of("OMP_NUM_THREADS", ""))).isEqualTo(processors);
    assertThat(ComputingThreads.of(Map.of())).isEqualTo(processors);
  }
}
