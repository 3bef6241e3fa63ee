package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that a trick makes in each call and never closes. */
final class LeakWatchTest {
  private final LeakWatch watch = new LeakWatch();
  private final List<INDArray> kept = new ArrayList<>();

  private Optional<String> call(boolean keeps) {
    watch.begins();
    if (keeps) {
      kept.add(Nd4j.zeros(3));
    }
    return watch.ended("trick onStep");
  }

  @Test
  void tellsATrickThatKeepsAnArrayOfEachCallOnce() {
    List<Integer> told = new ArrayList<>();
    for (int call = 1; call <= 50 && told.isEmpty(); call++) {
      if (call(true)
          .filter(what -> what.startsWith("it has made and kept 20 arrays in its last 20 calls."))
          .isPresent()) {
        told.add(call);
      }
    }
    assertThat(told).containsExactly(21);
    assertThat(call(true)).isEmpty();
    assertThat(kept).allMatch(array -> !array.wasClosed());
  }

  /** Garbage is not a leak: the collector frees it. */
  @Test
  void aTrickThatLeavesGarbageKeepsNothing() {
    for (int call = 0; call < 60; call++) {
      watch.begins();
      assertThat(Nd4j.zeros(3).length()).isEqualTo(3);
      assertThat(watch.ended("trick onStep")).isEmpty();
    }
  }

  /** The caller makes what it needs, and may be slow to free it. */
  @Test
  void whatOthersMakeBetweenCallsIsNotTheTricks() {
    for (int call = 0; call < 60; call++) {
      kept.add(Nd4j.zeros(3));
      watch.begins();
      assertThat(Nd4j.zeros(3).length()).isEqualTo(3);
      assertThat(watch.ended("trick onStep")).isEmpty();
    }
  }

  @Test
  void whatACallMakesAndClosesIsFree() {
    for (int call = 0; call < 60; call++) {
      watch.begins();
      INDArray closed = Nd4j.zeros(3);
      closed.close();
      kept.add(closed);
      assertThat(watch.ended("trick onStep")).isEmpty();
    }
  }

  /** Whoever keeps a closed array keeps its extents. */
  @Test
  void extentsOfWhatIsClosedAreFree() {
    for (int call = 0; call < 60; call++) {
      watch.begins();
      INDArray closed = Nd4j.zeros(2, 3, 5);
      closed.close();
      kept.add(closed);
      assertThat(watch.ended("trick onStep")).isEmpty();
    }
  }

  /** As where a step asks for another gradient, with the terms of the loss. */
  @Test
  void callsWithinACallAreCountedWithIt() {
    for (int call = 1; call <= 21; call++) {
      watch.begins();
      kept.add(Nd4j.zeros(3));
      watch.begins();
      assertThat(watch.ended("other onLoss")).isEmpty();
      assertThat(watch.ended("trick onStep").isPresent()).isEqualTo(call == 21);
    }
  }

  @Test
  void beginsAnewWhereACallKeepsNone() {
    for (int call = 0; call < 60; call++) {
      assertThat(call(call % 15 != 0)).isEmpty();
    }
  }
}
