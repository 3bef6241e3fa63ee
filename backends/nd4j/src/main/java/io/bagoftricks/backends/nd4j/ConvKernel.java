package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.LocalParameters;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code conv2d} and {@code conv2d_bp}: oneDNN's in 32 bits, im2col and GEMM in 64. */
public final class ConvKernel implements Kernel {
  private static final long EXPLICIT_PADDING = 0;
  private static final long NCHW = 0;
  private static final long OIHW = 1;

  /** The operations take one, but in 32 bits not every one. */
  private static final long DILATION = 1;

  private final Placement at;
  private final long[] settings;
  private final DenseWeight weight;
  private final NativeCall forward;

  public ConvKernel(Placement at) {
    Conv2d conv = at.layer(Conv2d.class);
    this.at = at;
    this.settings =
        new long[] {
          conv.span().height(),
          conv.span().width(),
          conv.stride().height(),
          conv.stride().width(),
          conv.padding().height(),
          conv.padding().width(),
          DILATION,
          DILATION,
          EXPLICIT_PADDING,
          NCHW,
          OIHW
        };
    this.weight = dense(at.parameters());
    this.forward = NativeCall.of("conv2d", inputs(), List.of(at.output()), settings);
  }

  @Override
  public void forward(ForwardDraws draws) {
    weight.lay();
    forward.run();
  }

  @Override
  public Runnable backward(Gradients gradients) {
    DenseWeight toWeight = dense(gradients.parameters());
    List<INDArray> inputs = inputs();
    inputs.add(gradients.output());
    List<INDArray> outputs = new ArrayList<>(List.of(gradients.input(0)));
    outputs.addAll(with(toWeight, gradients.parameters()));
    NativeCall backward = NativeCall.of("conv2d_bp", inputs, outputs, settings);
    return () -> {
      backward.run();
      toWeight.gather();
    };
  }

  private DenseWeight dense(LocalParameters<INDArray> parameters) {
    return new DenseWeight(at.layer(Conv2d.class), parameters.get("weight"), at.context().arena());
  }

  private List<INDArray> inputs() {
    List<INDArray> inputs = new ArrayList<>(List.of(at.input(0)));
    inputs.addAll(with(weight, at.parameters()));
    return inputs;
  }

  private static List<INDArray> with(DenseWeight dense, LocalParameters<INDArray> parameters) {
    List<INDArray> arrays = parameters.all();
    // The layer declares its weight first.
    arrays.set(0, dense.array());
    return arrays;
  }
}
