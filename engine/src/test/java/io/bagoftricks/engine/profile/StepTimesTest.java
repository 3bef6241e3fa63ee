package io.bagoftricks.engine.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.backends.spi.Profiler.Kind;
import io.bagoftricks.backends.spi.Profiler.Operation;
import io.bagoftricks.backends.spi.Profiler.Pass;
import io.bagoftricks.engine.train.StepProfiler.Activity;
import org.junit.jupiter.api.Test;

final class StepTimesTest {
  private static final double MILLIS = 20;

  private final StepTimes times = new StepTimes();

  @Test
  void partsAddUpToTheStep() {
    times.began(Activity.UPDATE, "update 1");
    spend(Activity.FORWARD, "forward");
    spend(Activity.HOOK, "soften onLoss");
    times.ended();

    assertThat(times.parts()).containsOnlyKeys("forward", "soften onLoss", "rest");
    assertThat(times.parts().get("soften onLoss")).isGreaterThanOrEqualTo(MILLIS);
    assertThat(times.parts().get("rest")).isLessThan(MILLIS);
    assertThat(sum()).isCloseTo(times.stepMillis(), within(1e-6));
  }

  @Test
  void aHookThatRunsTheNetworkAgainCountsForItselfOnly() {
    times.began(Activity.UPDATE, "update 1");
    times.began(Activity.HOOK, "again onStep");
    spend(Activity.FORWARD, "forward");
    times.ended();
    times.ended();

    assertThat(times.parts().get("again onStep")).isLessThan(MILLIS);
    assertThat(sum()).isCloseTo(times.stepMillis(), within(1e-6));
  }

  @Test
  void timesAreThoseOfOneStep() {
    for (int step = 1; step <= 3; step++) {
      spend(Activity.UPDATE, "update " + step);
    }

    assertThat(times.stepMillis()).isBetween(MILLIS, 2.5 * MILLIS);
  }

  @Test
  void onlyTheFourHeavyKindsAreInside() {
    times.began(Activity.UPDATE, "update 1");
    long from = System.nanoTime();
    sleep();
    long to = System.nanoTime();
    sleep();
    for (Kind kind : new Kind[] {Kind.CONVOLUTION, Kind.ACTIVATION}) {
      times.ran(new Operation("layer", kind, Pass.FORWARD), from, to);
    }
    times.ended();

    double heavy = (to - from) / 1e6;
    assertThat(times.kinds()).containsOnlyKeys(Kind.CONVOLUTION, Kind.ACTIVATION);
    assertThat(times.kinds().get(Kind.CONVOLUTION)).isCloseTo(heavy, within(1e-6));
    assertThat(times.shareOutside()).isCloseTo(1 - heavy / times.stepMillis(), within(1e-6));
  }

  private double sum() {
    return times.parts().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private void spend(Activity activity, String name) {
    times.began(activity, name);
    sleep();
    times.ended();
  }

  private static void sleep() {
    long end = System.nanoTime() + (long) (MILLIS * 1e6);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
