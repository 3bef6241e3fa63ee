package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** ReLU or sigmoid; backward needs the output alone. */
public final class ActivationKernel implements Kernel {
  private final Placement at;
  private final Activation activation;
  private final Tensor output;

  private ActivationKernel(Placement at, dnnl.algorithm algorithm) {
    this.at = at;
    this.activation = new Activation(at, algorithm);
    Tensor input = at.storedInput(0);
    this.output = at.newOutput();
    activation.forward(input, output);
  }

  public static ActivationKernel relu(Placement at) {
    return new ActivationKernel(at, dnnl.algorithm.eltwise_relu_use_dst_for_bwd);
  }

  public static ActivationKernel sigmoid(Placement at) {
    return new ActivationKernel(at, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public boolean needsOutput() {
    return at.training();
  }

  @Override
  public List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    Tensor whole = gradient.whole();
    return Collections.singletonList(
        activation.backward(output, whole, gradient.mayOverwrite(whole)));
  }
}
