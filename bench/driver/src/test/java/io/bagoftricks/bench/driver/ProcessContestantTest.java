package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessContestantTest {
  @Test
  void readsTheLastLine() {
    Measurement measured =
        shell(
                "echo hello; echo '{\"best\": 3, \"imagesPerSecond\": 2.5, \"peakBytes\": 7, \"x\": []}'")
            .run();

    assertThat(measured).isEqualTo(new Measurement(2.5, 3, 7));
  }

  /** Surefire runs this test with OMP_WAIT_POLICY=passive. */
  @Test
  void givesThreadsAndNoWaitPolicy() {
    Measurement measured =
        shell(
                "echo \"{\\\"best\\\": $OMP_NUM_THREADS, \\\"imagesPerSecond\\\":"
                    + " ${OMP_WAIT_POLICY:-1}, \\\"peakBytes\\\": 7}\"")
            .run();

    assertThat(System.getenv("OMP_WAIT_POLICY")).isEqualTo("passive");
    assertThat(measured).isEqualTo(new Measurement(1, 3, 7));
  }

  @Test
  void tellsWhatAFailedProcessSaid() {
    assertThatExceptionOfType(ContestantException.class)
        .isThrownBy(shell("echo broken pipe >&2; exit 3")::run)
        .withMessageContaining("test ended with code 3.")
        .withMessageContaining("broken pipe");
  }

  @Test
  void refusesALineWithoutTheNumbers() {
    assertThatExceptionOfType(ContestantException.class)
        .isThrownBy(shell("echo '{\"best\": 3}'")::run)
        .withMessageContaining("imagesPerSecond, best, peakBytes, but is '{\"best\": 3}'");
    assertThatExceptionOfType(ContestantException.class)
        .isThrownBy(shell("true")::run)
        .withMessageContaining("but is ''");
  }

  private static Contestant shell(String script) {
    return new ProcessContestant(
        "test", List.of("sh", "-c", script), Map.of("OMP_NUM_THREADS", "3"));
  }
}
