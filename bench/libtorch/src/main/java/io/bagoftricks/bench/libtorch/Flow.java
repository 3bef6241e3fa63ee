package io.bagoftricks.bench.libtorch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Hands a tensor on and lets go of it, as reassigning a variable does in Python: what backward does
 * not need is free at once.
 */
final class Flow {
  private Flow() {}

  static Tensor through(Tensor input, UnaryOperator<Tensor> layer) {
    try (input) {
      return layer.apply(input);
    }
  }
}
