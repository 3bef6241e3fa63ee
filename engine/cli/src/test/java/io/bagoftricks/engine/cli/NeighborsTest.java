package io.bagoftricks.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NeighborsTest {
  private final Clocks clocks = new Clocks();
  private final List<String> said = new ArrayList<>();

  @Test
  void saysOnceThatOthersTakeMoreThanHalf() {
    Neighbors neighbors = new Neighbors(clocks, 2);

    pass(neighbors, 55, 0.8, 1);
    assertThat(said).isEmpty();
    pass(neighbors, 5, 0.8, 1);

    assertThat(said)
        .containsExactly(
            "for a minute this run has had 40 % of the 2 processors that it computes on; other processes use the rest (top shows them). Threads wait for each other, so that a run beside others is often faster with fewer: stop it, and resume it with OMP_NUM_THREADS=1 (other numbers of threads round differently).");
    pass(neighbors, 300, 0.8, 1);
    assertThat(said).hasSize(1);
  }

  @Test
  void oneThreadHasNoFewer() {
    pass(new Neighbors(clocks, 1), 60, 0.4, 1);

    assertThat(said)
        .containsExactly(
            "for a minute this run has had 40 % of the processor that it computes on; other processes use the rest (top shows them).");
  }

  @Test
  void halfIsEnough() {
    pass(new Neighbors(clocks, 2), 300, 1, 1);

    assertThat(said).isEmpty();
  }

  @Test
  void aRunThatLeavesProcessorsIdleHasNoNeighbors() {
    pass(new Neighbors(clocks, 2), 300, 0.5, 0.6);
    pass(new Neighbors(clocks, 2), 300, 0.5, -1);

    assertThat(said).isEmpty();
  }

  @Test
  void aMinuteIsWithoutABreak() {
    Neighbors neighbors = new Neighbors(clocks, 2);

    pass(neighbors, 40, 0.5, 1);
    pass(neighbors, 5, 2, 1);
    pass(neighbors, 40, 0.5, 1);

    assertThat(said).isEmpty();
  }

  @Test
  void moreThreadsThanProcessorsAskForNoMoreThanThese() {
    pass(new Neighbors(clocks, 16), 120, 1.9, 1);

    assertThat(said).isEmpty();
  }

  @Test
  void readsTheClocksOfThisMachine() {
    assertThat(Neighbors.ofThisProcess().look()).isEmpty();
  }

  /** Lets seconds pass in which the run computes on so many processors, asking each second. */
  private void pass(Neighbors neighbors, int seconds, double processors, double load) {
    clocks.load = load;
    for (int i = 0; i < seconds; i++) {
      clocks.nanos += 1_000_000_000L;
      clocks.cpuNanos += Math.round(processors * 1e9);
      neighbors.look().ifPresent(said::add);
    }
  }
}
