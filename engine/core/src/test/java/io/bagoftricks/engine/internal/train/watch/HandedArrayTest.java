package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.toys.ScriptedBackend;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The advice to a trick that writes an array that it was handed to read. */
final class HandedArrayTest {
  private final Weights weights =
      new ScriptedBackend(10, forward -> 1, backward -> 1)
          .allocate(
              Graph.of(new CifarResNet(8, 1), new Shape(1, 8, 8), 10).freeze(), Precision.FLOAT);

  @Test
  void saysWhereAnArrayIsWritten() {
    INDArray array = Nd4j.ones(1);
    assertEdited(
        HandedArray.inputs(array),
        "inputs()",
        array,
        Slot.INPUT,
        "It is changed in onBatch: editInputs(), with INPUT declared in @Uses.");
    assertEdited(
        HandedArray.targets(array),
        "targets()",
        array,
        Slot.TARGET,
        "It is changed in onBatch or onLoss: editTargets(), with TARGET declared in @Uses.");
    assertEdited(
        HandedArray.weights(weights),
        "weights()",
        weights.masters(),
        Slot.WEIGHTS,
        "It is changed in afterStep: editWeights(), with WEIGHTS declared in @Uses.");
    assertEdited(
        HandedArray.gradients(weights),
        "gradients()",
        weights.gradients(),
        Slot.GRADIENTS,
        "It is changed in onStep: editGradients(), with GRADIENTS declared in @Uses.");
  }

  @Test
  void saysWhichArraysNobodyWrites() {
    INDArray array = Nd4j.ones(1);
    HandedArray logits = HandedArray.logits(array);
    assertThat(logits.name()).isEqualTo("logits()");
    assertThat(logits.edited()).isEmpty();
    assertThat(logits.remedy()).isEqualTo("Logits are never written; compute with a copy.");
    assertThat(logits.current()).isSameAs(array);
    HandedArray statistics = HandedArray.statistics(weights);
    assertThat(statistics.name()).isEqualTo("statistics()");
    assertThat(statistics.edited()).isEmpty();
    assertThat(statistics.remedy())
        .isEqualTo("Running statistics are never written; compute with a copy.");
    assertThat(statistics.current()).isSameAs(weights.statistics());
  }

  @Test
  void fetchesItsValuesWhenItIsLookedAt() {
    AtomicInteger fetched = new AtomicInteger();
    HandedArray array =
        new HandedArray("far", Nd4j.ones(1), Optional.empty(), "", fetched::incrementAndGet);
    array.current();
    assertThat(fetched).hasValue(1);
  }

  private static void assertEdited(
      HandedArray handed, String name, INDArray array, Slot slot, String remedy) {
    assertThat(handed.name()).isEqualTo(name);
    assertThat(handed.current()).isSameAs(array);
    assertThat(handed.edited()).contains(slot);
    assertThat(handed.remedy()).isEqualTo(remedy);
  }
}
