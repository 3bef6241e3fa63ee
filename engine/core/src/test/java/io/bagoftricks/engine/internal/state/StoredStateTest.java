package io.bagoftricks.engine.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.TrickState.Counter;
import io.bagoftricks.api.TrickState.Scalar;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.toys.ScriptedBackend;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
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

  /** Or edits of the one would be seen by nobody. */
  @Test
  void anArrayDoesNotBecomeFlat() {
    INDArray unused = state.array("mean", () -> Nd4j.createFromArray(1f, 2f));

    assertThatThrownBy(() -> state.flat("mean", () -> Nd4j.zeros(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ask for it with array()");
  }

  @Test
  void keepsAFlatArrayWhereTheWeightsLie() {
    FlatValues kept = state.flat("mean", () -> Nd4j.createFromArray(1f, 2f, 3f));
    assertThat(state.flat("mean", () -> Nd4j.zeros(7))).isSameAs(kept);
    INDArray before = kept.values();

    state.place(weights());

    assertThat(kept.values()).isNotSameAs(before);
    assertThat(before.wasClosed()).isTrue();
    assertThat(kept.values().toFloatVector()).containsExactly(1f, 2f, 3f);
    assertThat(kept.length()).isEqualTo(3);
    assertThat(state.arrays()).containsOnlyKeys("mean");
    assertThatThrownBy(() -> state.array("mean", () -> Nd4j.zeros(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'mean' is a flat array of this trick; ask for it with flat()");
    state.close();
    assertThat(state.arrays()).isEmpty();
  }

  /** The device looks at it when the array is closed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsADeviceOfWhatItHasWrittenThere(boolean restored) throws BackendUnavailableException {
    FlatValues kept = state.flat("mean", () -> Nd4j.createFromArray(1f, 2f, 3f));
    FakeDevice device = new FakeDevice(new Nd4jBackendProvider().open());
    try (Weights weights = weights(device)) {
      state.place(weights);
      if (restored) {
        TrickValues none = new TrickValues(new TreeMap<>(), new TreeMap<>());
        state.restore(none, Map.of("mean", Nd4j.createFromArray(4f, 5f, 6f)));
      }
      assertThat(kept.values().getFloat(0)).isEqualTo(restored ? 4 : 1);
      assertThatCode(state::close).doesNotThrowAnyException();
    }
  }

  @Test
  void restoresAFlatArrayBeforeAndAfterItIsAskedFor() {
    state.place(weights());
    TrickValues none = new TrickValues(new TreeMap<>(), new TreeMap<>());
    state.restore(none, Map.of("mean", Nd4j.createFromArray(4f, 5f)));
    FlatValues kept = state.flat("mean", () -> Nd4j.zeros(2));
    assertThat(kept.values().toFloatVector()).containsExactly(4f, 5f);

    state.restore(none, Map.of("mean", Nd4j.createFromArray(6f, 7f)));
    assertThat(kept.values().toFloatVector()).containsExactly(6f, 7f);
    assertThatThrownBy(() -> state.restore(none, Map.of("mean", Nd4j.createFromArray(1f))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("array 'mean' was FLOAT[1] and is now FLOAT[2]");

    state.restore(none, Map.of());
    FlatValues anew = state.flat("mean", () -> Nd4j.createFromArray(8f));
    assertThat(anew.values().toFloatVector()).containsExactly(8f);
  }

  @Test
  void refusesWhatIsNoFlatArrayOfTheWeightsType() {
    state.place(weights());
    assertThatThrownBy(() -> state.flat("mean", () -> Nd4j.createFromArray(1.0, 2.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'mean' is an array of DOUBLE with the shape [2], but a flat array has one extent and"
                + " the type of the weights, FLOAT");
    assertThatThrownBy(() -> state.flat("mean", () -> Nd4j.zeros(2, 3)))
        .hasMessageContaining("the shape [2, 3]");
  }

  private static Weights weights() {
    return weights(new ScriptedBackend(2, before -> 0, before -> 0));
  }

  private static Weights weights(Backend backend) {
    Network network =
        new Network(
            new Shape(1, 1, 1),
            List.of(new Vertex("relu", new Relu(), List.of(Network.INPUT), List.of())));
    return backend.allocate(network, Precision.FLOAT);
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

  @Test
  void goesBackToWhatItRemembered() {
    Counter updates = state.counter("updates", 7);
    Scalar scale = state.number("scale", 2);
    updates.increment();
    INDArray saved = state.array("average", () -> Nd4j.createFromArray(1f, 2f)).dup();
    TrickValues values = state.values();

    updates.increment();
    scale.set(Double.NaN);
    state.array("average", () -> saved).assign(9);
    state.array("later", () -> saved);
    state.counter("laterToo", 3).increment();
    state.restore(values, Map.of("average", saved));

    assertThat(updates.get()).isEqualTo(8);
    assertThat(scale.get()).isEqualTo(2);
    assertThat(state.array("average", () -> Nd4j.create(1)).toFloatVector()).containsExactly(1, 2);
    assertThat(state.arrays()).containsOnlyKeys("average");
    assertThat(state.counter("laterToo", 3).get()).isEqualTo(3);
    state.close();
  }

  @Test
  void anotherProcessFindsWhatWasRemembered() {
    Counter early = state.counter("early", 0);
    state.restore(
        new TrickValues(
            new TreeMap<>(Map.of("scale", 0.1)), new TreeMap<>(Map.of("early", 5L, "late", 6L))),
        Map.of("average", Nd4j.createFromArray(1f)));

    assertThat(early.get()).isEqualTo(5);
    assertThat(state.counter("late", 1).get()).isEqualTo(6);
    assertThat(state.number("scale", 1).get()).isEqualTo(0.1);
    assertThat(state.array("average", () -> Nd4j.create(1)).getFloat(0)).isEqualTo(1);

    // And goes back further, to where they were not there yet.
    state.restore(new TrickValues(new TreeMap<>(), new TreeMap<>()), Map.of());
    assertThat(early.get()).isZero();
    assertThat(state.counter("late", 1).get()).isEqualTo(1);
    assertThat(state.number("scale", 1).get()).isEqualTo(1);
    assertThat(state.arrays()).isEmpty();
    state.close();
  }

  @Test
  void refusesWhatIsSomethingElseNow() {
    state.counter("scale", 1);
    state.array("average", () -> Nd4j.create(2));
    TrickValues none = new TrickValues(new TreeMap<>(), new TreeMap<>());

    assertThatThrownBy(
            () ->
                state.restore(
                    new TrickValues(new TreeMap<>(Map.of("scale", 2.0)), new TreeMap<>()),
                    Map.of()))
        .hasMessage("'scale' was a number and is now a counter");
    assertThatThrownBy(() -> state.restore(none, Map.of("average", Nd4j.create(3))))
        .hasMessage("array 'average' was FLOAT[3] and is now FLOAT[2]");
    assertThatThrownBy(
            () ->
                state.restore(
                    new TrickValues(
                        new TreeMap<>(Map.of("both", 2.0)), new TreeMap<>(Map.of("both", 2L))),
                    Map.of()))
        .hasMessage("'both' was a counter and is now a number");
    assertThat(state.numbers()).isEmpty();
    state.close();
  }

  @Test
  void whatWasRestoredIsOfOneKindToo() {
    state.restore(
        new TrickValues(new TreeMap<>(Map.of("scale", 2.0)), new TreeMap<>(Map.of("updates", 2L))),
        Map.of("average", Nd4j.create(2)));

    assertThatThrownBy(() -> state.counter("scale", 1))
        .hasMessage("'scale' is a number of this trick and cannot be a counter too");
    assertThatThrownBy(() -> state.number("updates", 1))
        .hasMessage("'updates' is a counter of this trick and cannot be a number too");
    assertThatThrownBy(() -> state.flat("scale", () -> Nd4j.create(2)))
        .hasMessage("'scale' is a number of this trick and cannot be an array too");
    assertThatThrownBy(() -> state.number("average", 1))
        .hasMessage("'average' is an array of this trick and cannot be a number too");
    state.close();
  }

  @Test
  void refusesAnArrayWhereItHasANumber() {
    state.number("scale", 1);
    TrickValues none = new TrickValues(new TreeMap<>(), new TreeMap<>());

    assertThatThrownBy(() -> state.restore(none, Map.of("scale", Nd4j.create(3))))
        .hasMessage("'scale' was an array and is now a number");
  }

  @Test
  void refusesTypesThatNoCheckpointHas() {
    assertThatThrownBy(() -> state.array("mask", () -> Nd4j.create(DataType.BOOL, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'mask' is an array of BOOL, but a state holds arrays of");
    assertThat(state.arrays()).isEmpty();
  }

  /** Values of an array that is there are copied into it, and what they came in is freed. */
  @Test
  void ownsWhatItRestores() {
    INDArray average = state.array("average", () -> Nd4j.create(2));
    state.flat("mean", () -> Nd4j.create(2));
    INDArray saved = Nd4j.createFromArray(1f, 2f);
    INDArray savedMean = Nd4j.createFromArray(3f, 4f);
    INDArray added = Nd4j.createFromArray(5f);
    TrickValues none = new TrickValues(new TreeMap<>(), new TreeMap<>());

    state.restore(none, Map.of("average", saved, "mean", savedMean, "added", added));

    assertThat(average.toFloatVector()).containsExactly(1, 2);
    assertThat(saved.wasClosed()).isTrue();
    assertThat(savedMean.wasClosed()).isTrue();
    state.close();
    assertThat(added.wasClosed()).isTrue();
  }

  /** Arrays that were asked for, restored, and then not there any more are freed at the end. */
  @Test
  void freesWhatItHasForgotten() {
    INDArray average = state.array("average", () -> Nd4j.create(2));
    INDArray mean = state.flat("mean", () -> Nd4j.create(2)).values();
    state.restore(new TrickValues(new TreeMap<>(), new TreeMap<>()), Map.of());
    assertThat(average.wasClosed()).isFalse();

    state.close();

    assertThat(average.wasClosed()).isTrue();
    assertThat(mean.wasClosed()).isTrue();
  }

  @Test
  void keepsAllWhateverAnActionDoes() {
    Counter updates = state.counter("updates", 7);
    Scalar scale = state.number("scale", 2);
    INDArray average = state.array("average", () -> Nd4j.createFromArray(1f, 2f));

    String answer =
        state.keepingAll(
            () -> {
              updates.increment();
              scale.set(3);
              average.assign(9);
              return "done";
            });

    assertThat(answer).isEqualTo("done");
    assertThat(updates.get()).isEqualTo(7);
    assertThat(scale.get()).isEqualTo(2);
    assertThat(average.toFloatVector()).containsExactly(1, 2);
    state.close();
  }
}
