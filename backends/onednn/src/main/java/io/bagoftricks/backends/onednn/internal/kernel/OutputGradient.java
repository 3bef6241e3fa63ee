package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.List;
import java.util.Set;

/**
 * The gradient of an activation when its layer's turn has come: one tensor, or two that are still
 * to be summed. A kernel that reads both saves the sum its pass over memory.
 */
final class OutputGradient {
  private final Elementwise elementwise;
  private final Assembler assembler;
  private final int batch;
  private final Shape shape;
  private final List<Tensor> parts;
  private final Set<Tensor> overwritable;

  /**
   * A gradient.
   *
   * @param parts one or two, different ones
   * @param overwritable those that nobody else reads
   */
  OutputGradient(
      Assembler assembler, int batch, Shape shape, List<Tensor> parts, Set<Tensor> overwritable) {
    this.elementwise = new Elementwise(assembler, batch);
    this.assembler = assembler;
    this.batch = batch;
    this.shape = shape;
    this.parts = List.copyOf(parts);
    this.overwritable = Set.copyOf(overwritable);
  }

  /** The tensors whose sum it is: one or two. */
  List<Tensor> parts() {
    return parts;
  }

  /** Whether a part, or the whole, may be written over: nobody else reads it. */
  boolean mayOverwrite(Tensor tensor) {
    return overwritable.contains(tensor) || !parts.contains(tensor);
  }

  /** It as one tensor; adds the sum where there are two parts. Call it once. */
  Tensor whole() {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Tensor first = parts.get(0);
    Tensor second = parts.get(1);
    Tensor sum =
        parts.stream()
            .filter(overwritable::contains)
            .findFirst()
            .orElseGet(() -> assembler.allocate(assembler.formats().stored(batch, shape)));
    boolean inPlaceOfSecond = sum == second;
    elementwise.add(inPlaceOfSecond ? second : first, inPlaceOfSecond ? first : second, sum, shape);
    return sum;
  }
}
