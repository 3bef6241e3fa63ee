package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Slot;
import io.bagoftricks.backends.spi.Weights;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array that tricks are handed to read.
 *
 * @param name as tricks ask for it, {@code inputs()}
 * @param edited the slot whose edit makes it one to write, if there is one
 * @param remedy what to do instead of writing it, a sentence
 * @param fetch sees to that the array holds the values of now
 */
public record HandedArray(
    String name, INDArray array, Optional<Slot> edited, String remedy, Runnable fetch) {
  /** One that always holds its values. */
  HandedArray(String name, INDArray array, Optional<Slot> edited, String remedy) {
    this(name, array, edited, remedy, () -> {});
  }

  /** The array, with the values of now. */
  INDArray current() {
    fetch.run();
    return array;
  }

  /** The inputs of a batch. */
  public static HandedArray inputs(INDArray array) {
    return of("inputs()", array, Slot.INPUT, "onBatch: editInputs()", () -> {});
  }

  /** The targets of a batch. */
  public static HandedArray targets(INDArray array) {
    return of("targets()", array, Slot.TARGET, "onBatch or onLoss: editTargets()", () -> {});
  }

  /** The logits of a micro-batch. */
  public static HandedArray logits(INDArray array) {
    return new HandedArray(
        "logits()", array, Optional.empty(), "Logits are never written; compute with a copy.");
  }

  /** All weights. */
  public static HandedArray weights(Weights weights) {
    return of(
        "weights()", weights.masters(), Slot.WEIGHTS, "afterStep: editWeights()", weights::masters);
  }

  /** All gradients. */
  public static HandedArray gradients(Weights weights) {
    return of(
        "gradients()",
        weights.gradients(),
        Slot.GRADIENTS,
        "onStep: editGradients()",
        weights::gradients);
  }

  /** All running statistics. */
  public static HandedArray statistics(Weights weights) {
    return new HandedArray(
        "statistics()",
        weights.statistics(),
        Optional.empty(),
        "Running statistics are never written; compute with a copy.",
        weights::statistics);
  }

  private static HandedArray of(
      String name, INDArray array, Slot slot, String how, Runnable fetch) {
    return new HandedArray(
        name,
        array,
        Optional.of(slot),
        "It is changed in %s, with %s declared in @Uses.".formatted(how, slot),
        fetch);
  }
}
