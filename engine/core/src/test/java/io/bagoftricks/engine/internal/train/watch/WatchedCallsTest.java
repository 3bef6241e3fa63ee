package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Moment;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Calls that are looked at closely, in epochs of five steps. */
final class WatchedCallsTest {
  private static final long PER_EPOCH = 5;

  private static List<Long> watched(WatchedCalls calls, String what, long steps) {
    return LongStream.range(0, steps)
        .filter(step -> calls.isWatched("trick", what, moment(step)))
        .boxed()
        .toList();
  }

  private static Moment moment(long step) {
    return new Moment((int) (step / PER_EPOCH), step, 100);
  }

  @Test
  void theFirstThreeStepsAndTheFirstOfEachEpoch() {
    WatchedCalls calls = new WatchedCalls(false, PER_EPOCH);
    calls.updating(true);
    assertThat(watched(calls, "onStep", 16)).containsExactly(0L, 1L, 2L, 5L, 10L, 15L);
  }

  @Test
  void evaluationsHaveNoFirstStepOfAnEpoch() {
    WatchedCalls calls = new WatchedCalls(false, PER_EPOCH);
    calls.updating(false);
    assertThat(watched(calls, "onEvaluate", 16)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void eachPlaceHasAFirstTimeOfItsOwn() {
    WatchedCalls calls = new WatchedCalls(false, PER_EPOCH);
    watched(calls, "onStep", 16);
    assertThat(watched(calls, "onLoss", 16)).containsExactly(0L, 1L, 2L);
    assertThat(calls.isWatched("other", "onStep", moment(17))).isTrue();
  }

  @Test
  void callsOfOneStepCountOnce() {
    WatchedCalls calls = new WatchedCalls(false, PER_EPOCH);
    for (long step = 0; step < 3; step++) {
      for (int part = 0; part < 4; part++) {
        assertThat(calls.isWatched("trick", "onLoss", moment(step))).isTrue();
      }
    }
    assertThat(calls.isWatched("trick", "onLoss", moment(3))).isFalse();
    assertThat(calls.isWatched("trick", "onLoss", moment(3))).isFalse();
  }

  @Test
  void aStrictRunWatchesAll() {
    assertThat(watched(new WatchedCalls(true, PER_EPOCH), "onStep", 16)).hasSize(16);
  }
}
