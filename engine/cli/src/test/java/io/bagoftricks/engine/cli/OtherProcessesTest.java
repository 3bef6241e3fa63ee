package io.bagoftricks.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OtherProcessesTest {
  private static final long SECOND = 1_000_000_000L;

  private final Clocks clocks = new Clocks();

  @Test
  void saysHowMuchOfTheProcessorsOthersHad() {
    assertThat(after(10, 1.2, 1))
        .contains(
            "other processes used 0.8 of the 2 processors meanwhile, so that this may be slower than on an idle machine (top shows them)");
  }

  @Test
  void whoComputesAloneHasNoOthers() {
    assertThat(after(10, 2, 1)).isEmpty();
    assertThat(after(10, 1, 0.5)).isEmpty();
    assertThat(after(10, 1.7, 0.9)).isEmpty();
  }

  @Test
  void anUnknownLoadSaysNothing() {
    assertThat(after(10, 0, -1)).isEmpty();
  }

  @Test
  void readsTheClocksOfThisMachine() {
    assertThat(Machine.local().processors()).isPositive();
    assertThat(Machine.local().cpuNanos()).isPositive();
    assertThat(Machine.local().load()).isBetween(-1.0, 1.0);
  }

  /** After some seconds in which this process computed on so many processors. */
  private Optional<String> after(int seconds, double processors, double load) {
    OtherProcesses others = new OtherProcesses(clocks);
    clocks.nanos += seconds * SECOND;
    clocks.cpuNanos += Math.round(seconds * processors * SECOND);
    clocks.load = load;
    return others.look();
  }
}
