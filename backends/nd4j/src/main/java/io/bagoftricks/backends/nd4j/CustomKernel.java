package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.CustomLayerRun;

/** Hands a plugin's layer its arrays. */
final class CustomKernel implements Kernel {
  private final CustomLayerRun run;

  CustomKernel(Placement at) {
    this.run =
        at.context()
            .arena()
            .own(
                new CustomLayerRun(
                    at.name(),
                    at.layer(CustomLayer.class),
                    at.context().training(),
                    at.inputs(),
                    at.output(),
                    at.parameters()));
  }

  @Override
  public void forward(Draws draws) {
    run.forward(draws);
  }

  @Override
  public Runnable backward(Gradients gradients) {
    return () -> run.backward(gradients.output(), gradients.inputs(), gradients.parameters());
  }
}
