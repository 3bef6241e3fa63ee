package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.random.Draws;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code conv2d} and {@code conv2d_bp}: oneDNN's in 32 bits, im2col and GEMM in 64. */
final class ConvKernel implements Kernel {
  private static final long EXPLICIT_PADDING = 0;
  private static final long NCHW = 0;
  private static final long OIHW = 1;

  private final Placement at;
  private final long[] settings;
  private final NativeCall forward;

  ConvKernel(Placement at) {
    Conv2d conv = at.layer(Conv2d.class);
    this.at = at;
    this.settings =
        new long[] {
          conv.kernel().height(),
          conv.kernel().width(),
          conv.stride().height(),
          conv.stride().width(),
          conv.padding().height(),
          conv.padding().width(),
          1, // dilation
          1,
          EXPLICIT_PADDING,
          NCHW,
          OIHW
        };
    List<INDArray> inputs = new ArrayList<>(List.of(at.input(0)));
    inputs.addAll(at.parameters().all());
    this.forward = NativeCall.of("conv2d", inputs, List.of(at.output()), settings);
  }

  @Override
  public void forward(Draws draws) {
    forward.run();
  }

  @Override
  public Runnable backward(Gradients gradients) {
    List<INDArray> inputs = new ArrayList<>(List.of(at.input(0)));
    inputs.addAll(at.parameters().all());
    inputs.add(gradients.output());
    List<INDArray> outputs = new ArrayList<>(List.of(gradients.input(0)));
    outputs.addAll(gradients.parameters().all());
    return NativeCall.of("conv2d_bp", inputs, outputs, settings)::run;
  }
}
