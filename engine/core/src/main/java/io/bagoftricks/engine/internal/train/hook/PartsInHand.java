package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import java.util.EnumSet;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parts of the weights that a trick was handed in a call. Wherever weights lie, what the trick
 * holds is as it is there until the call is over, and what it writes gets there.
 */
final class PartsInHand {
  private final Weights weights;
  private final Set<Part> held = EnumSet.noneOf(Part.class);
  private final Set<Part> edited = EnumSet.noneOf(Part.class);

  PartsInHand(Weights weights) {
    this.weights = weights;
  }

  /** An array to read. */
  INDArray read(Part part) {
    held.add(part);
    return fetched(part);
  }

  /** An array to write. */
  INDArray edit(Part part) {
    edited.add(part);
    return read(part);
  }

  /** One parameter, or its gradient, to read. */
  INDArray read(Part part, String name) {
    held.add(part);
    return part == Part.MASTERS ? weights.parameter(name) : weights.gradient(name);
  }

  /** One parameter, or its gradient, to write. */
  INDArray edit(Part part, String name) {
    edited.add(part);
    return read(part, name);
  }

  /** The weights, which know what the trick has written so far. */
  Weights weights() {
    edited.forEach(weights::written);
    return weights;
  }

  /** The weights themselves have written a part. */
  void changed(Part part) {
    if (held.contains(part)) {
      fetched(part);
    }
  }

  /** The call is over. */
  void handBack() {
    edited.forEach(weights::written);
    edited.clear();
    held.clear();
  }

  private INDArray fetched(Part part) {
    return switch (part) {
      case MASTERS -> weights.masters();
      case GRADIENTS -> weights.gradients();
      case STATISTICS -> weights.statistics();
    };
  }
}
