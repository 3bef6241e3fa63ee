package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;

/** A copy. */
final class IdentityKernel implements Kernel {
  private final Placement at;

  IdentityKernel(Placement at) {
    this.at = at;
  }

  @Override
  public void forward(ForwardDraws draws) {
    at.output().assign(at.input(0));
  }

  @Override
  public Runnable backward(Gradients gradients) {
    return () -> gradients.input(0).assign(gradients.output());
  }
}
