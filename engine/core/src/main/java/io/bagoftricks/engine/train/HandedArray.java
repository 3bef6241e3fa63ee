package io.bagoftricks.engine.train;

import io.bagoftricks.api.Slot;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array that tricks are handed to read.
 *
 * @param name as tricks ask for it, {@code inputs()}
 * @param edited the slot whose edit makes it one to write, if there is one
 * @param remedy what to do instead of writing it, a sentence
 */
record HandedArray(String name, INDArray array, Optional<Slot> edited, String remedy) {
  /** The inputs of a batch. */
  static HandedArray inputs(INDArray array) {
    return of("inputs()", array, Slot.INPUT, "onBatch: editInputs()");
  }

  /** The targets of a batch. */
  static HandedArray targets(INDArray array) {
    return of("targets()", array, Slot.TARGET, "onBatch or onLoss: editTargets()");
  }

  /** The logits of a micro-batch. */
  static HandedArray logits(INDArray array) {
    return new HandedArray(
        "logits()", array, Optional.empty(), "Logits are never written; compute with a copy.");
  }

  /** All weights. */
  static HandedArray weights(INDArray array) {
    return of("weights()", array, Slot.WEIGHTS, "afterStep: editWeights()");
  }

  /** All gradients. */
  static HandedArray gradients(INDArray array) {
    return of("gradients()", array, Slot.GRADIENTS, "onStep: editGradients()");
  }

  /** All running statistics. */
  static HandedArray statistics(INDArray array) {
    return new HandedArray(
        "statistics()",
        array,
        Optional.empty(),
        "Running statistics are never written; compute with a copy.");
  }

  private static HandedArray of(String name, INDArray array, Slot slot, String how) {
    return new HandedArray(
        name,
        array,
        Optional.of(slot),
        "It is changed in %s, with %s declared in @Uses.".formatted(how, slot));
  }
}
