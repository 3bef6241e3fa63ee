package io.bagoftricks.engine.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.spi.Profiler.Kind;
import io.bagoftricks.backends.spi.Profiler.Operation;
import io.bagoftricks.backends.spi.Profiler.Pass;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a clock that the test moves. */
final class StepTimesTest {
  private static final long MILLI = 1_000_000;

  private long now = 7 * MILLI;
  private final StepTimes times = new StepTimes(() -> now);

  @Test
  void partsAddUpToTheStep() {
    times.began(Activity.UPDATE, "update 1");
    spend(Activity.FORWARD, "forward", 20);
    pass(3);
    spend(Activity.HOOK, "soften onLoss", 5);
    spend(Activity.FORWARD, "forward", 10);
    times.ended();

    assertThat(times.parts())
        .containsExactly(
            Map.entry("forward", 30.0), Map.entry("soften onLoss", 5.0), Map.entry("rest", 3.0));
    assertThat(times.stepMillis()).isEqualTo(38);
  }

  @Test
  void aHookThatRunsTheNetworkAgainCountsForItselfOnly() {
    times.began(Activity.UPDATE, "update 1");
    times.began(Activity.HOOK, "again onStep");
    pass(2);
    spend(Activity.FORWARD, "forward", 40);
    times.ended();
    times.ended();

    assertThat(times.parts())
        .containsOnly(
            Map.entry("again onStep", 2.0), Map.entry("forward", 40.0), Map.entry("rest", 0.0));
    assertThat(times.stepMillis()).isEqualTo(42);
  }

  @Test
  void timesAreThoseOfOneStep() {
    for (int step = 1; step <= 3; step++) {
      spend(Activity.UPDATE, "update " + step, 10L * step);
      pass(100);
    }

    assertThat(times.stepMillis()).isEqualTo(20);
    assertThat(times.parts()).containsOnly(Map.entry("rest", 20.0));
  }

  @Test
  void onlyTheFourHeavyKindsAreInside() {
    times.began(Activity.UPDATE, "update 1");
    long from = now;
    pass(30);
    for (Kind kind : new Kind[] {Kind.CONVOLUTION, Kind.ACTIVATION}) {
      times.ran(new Operation("layer", kind, Pass.FORWARD), from, now);
    }
    pass(10);
    times.ended();

    assertThat(times.kinds())
        .containsOnly(Map.entry(Kind.CONVOLUTION, 30.0), Map.entry(Kind.ACTIVATION, 30.0));
    assertThat(times.shareOutside()).isEqualTo(0.25);
  }

  @Test
  void theClockIsTheSystems() {
    StepTimes real = new StepTimes();
    long from = System.nanoTime();
    real.began(Activity.UPDATE, "update 1");
    real.ended();
    double atMost = (System.nanoTime() - from) / (double) MILLI;

    assertThat(real.stepMillis()).isBetween(0.0, atMost);
  }

  private void spend(Activity activity, String name, long millis) {
    times.began(activity, name);
    pass(millis);
    times.ended();
  }

  private void pass(long millis) {
    now += millis * MILLI;
  }
}
