package io.bagoftricks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StepTimesTest {
  @Test
  void knowsMedianAndBest() {
    StepTimes times = new StepTimes(List.of(0.3, 0.1, 0.2));

    assertThat(times.median()).isEqualTo(0.2);
    assertThat(times.best()).isEqualTo(0.1);
  }

  @Test
  void doesNotCountWarmUp() {
    AtomicInteger steps = new AtomicInteger();

    StepTimes times = StepTimes.measure(2, 3, steps::incrementAndGet);

    assertThat(steps).hasValue(5);
    assertThat(times.seconds()).hasSize(3);
  }

  @Test
  void rejectsNoSteps() {
    assertThatIllegalArgumentException().isThrownBy(() -> StepTimes.measure(1, 0, () -> {}));
  }
}
