package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.List;

/** {@code maxpool2d}: padding never wins, and the first of equal values gets the gradient. */
final class MaxPoolKernel implements Kernel {
  private final Placement at;
  private final long[] settings;
  private final NativeCall forward;

  MaxPoolKernel(Placement at) {
    MaxPool2d pool = at.layer(MaxPool2d.class);
    this.at = at;
    this.settings = PoolSettings.of(pool.kernel(), pool.stride(), pool.padding());
    this.forward = NativeCall.of("maxpool2d", List.of(at.input(0)), List.of(at.output()), settings);
  }

  @Override
  public void forward(ForwardDraws draws) {
    forward.run();
  }

  @Override
  public Runnable backward(Gradients gradients) {
    return NativeCall.of(
            "maxpool2d_bp",
            List.of(at.input(0), gradients.output()),
            List.of(gradients.input(0)),
            settings)
        ::run;
  }
}
