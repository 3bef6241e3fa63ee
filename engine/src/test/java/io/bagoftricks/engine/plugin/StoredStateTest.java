package io.bagoftricks.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class StoredStateTest {
  private final StoredState state = new StoredState();

  @Test
  void keepsNumbersAndCountersByName() {
    state.number("b", 1.5).set(2.5);
    state.number("a", -1);
    state.counter("steps", 4).increment();
    assertThat(state.number("b", 9).get()).isEqualTo(2.5);
    assertThat(state.counter("steps", 0).get()).isEqualTo(5);
    assertThat(state.numbers()).containsExactly(Map.entry("a", -1.0), Map.entry("b", 2.5));
    assertThat(state.counters()).containsExactly(Map.entry("steps", 5L));
  }

  @Test
  void keepsACopyOfAnArray() {
    INDArray given = Nd4j.createFromArray(1f, 2f, 3f);
    INDArray kept = state.array("mean", () -> given);
    given.putScalar(0, 9f);
    assertThat(kept.toFloatVector()).containsExactly(1f, 2f, 3f);
    assertThat(state.array("mean", () -> Nd4j.zeros(7))).isSameAs(kept);
    assertThat(state.arrays()).containsOnlyKeys("mean");
  }

  @Test
  void refusesANameOfTwoKinds() {
    state.number("x", 0);
    assertThatThrownBy(() -> state.counter("x", 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'x' is a number of this trick and cannot be a counter too");
    assertThatThrownBy(() -> state.array("x", () -> Nd4j.zeros(1)))
        .hasMessage("'x' is a number of this trick and cannot be an array too");
  }

  @Test
  void freesItsArraysAndNobodyElses() {
    INDArray given = Nd4j.createFromArray(1f, 2f, 3f);
    INDArray kept = state.array("mean", () -> given);
    state.close();
    assertThat(kept.wasClosed()).isTrue();
    assertThat(given.wasClosed()).isFalse();
    assertThatThrownBy(() -> state.array("mean", () -> given))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'mean'");
    state.close();
  }
}
