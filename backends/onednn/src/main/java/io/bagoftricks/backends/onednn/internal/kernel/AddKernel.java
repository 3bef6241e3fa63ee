package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** A sum, with the ReLU behind it. */
public final class AddKernel implements Kernel {
  private final Placement at;
  private final Tensor output;

  public AddKernel(Placement at) {
    this.at = at;
    Tensor first = at.storedInput(0);
    Tensor second = at.storedInput(1);
    Tensor target;
    if (at.mayOverwrite().get(0)) {
      target = first;
    } else if (at.mayOverwrite().get(1)) {
      target = second;
    } else {
      target = at.newOutput();
    }
    this.output = target;
    Elementwise elementwise = new Elementwise(at.assembler(), at.batch());
    if (at.unit().hasRelu()) {
      elementwise.addAndRectify(first, second, output, at.outputShape());
    } else {
      elementwise.add(first, second, output, at.outputShape());
    }
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public boolean needsOutput() {
    return at.training() && at.unit().hasRelu();
  }

  @Override
  public List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    Tensor whole = gradient.whole();
    Tensor ofSum =
        at.unit().hasRelu()
            ? new Activation(at, dnnl.algorithm.eltwise_relu_use_dst_for_bwd)
                .backward(output, whole, gradient.mayOverwrite(whole))
            : whole;
    return Arrays.asList(ofSum, ofSum);
  }
}
