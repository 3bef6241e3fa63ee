package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;

/** One layer in its place in a plan, bound to the arrays it reads and writes. */
public interface Kernel {
  /** Computes the layer's output from its inputs and parameters. */
  void forward(ForwardDraws draws);

  /**
   * Binds the backward pass; called once, and only in a plan for training. What it returns
   * overwrites the gradients of inputs and parameters and may rely on what the last forward left.
   */
  Runnable backward(Gradients gradients);
}
