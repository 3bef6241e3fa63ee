package io.bagoftricks.bench.libtorch;

import io.bagoftricks.bench.network.ConvNorm;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution and its batch norm: the weight is cast as autocast does, the batch norm's are not.
 */
final class TorchConvNorm {
  private static final double STATISTICS_MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final ConvNorm spec;
  private final Numerics numerics;
  private final Tensor weight;
  private final Tensor gamma;
  private final Tensor beta;
  private final Tensor runningMean;
  private final Tensor runningVariance;

  TorchConvNorm(ConvNorm spec, Numerics numerics, Parameters parameters) {
    this.spec = spec;
    this.numerics = numerics;
    int channels = spec.outChannels();
    weight =
        parameters.add(
            spec.conv() + ".weight", channels, spec.groupChannels(), spec.kernel(), spec.kernel());
    gamma = parameters.add(spec.norm() + ".weight", channels);
    beta = parameters.add(spec.norm() + ".bias", channels);
    TensorOptions options = new TensorOptions(numerics.parameters());
    runningMean = torch.zeros(new long[] {channels}, options);
    runningVariance = torch.ones(new long[] {channels}, options);
  }

  Tensor apply(Tensor input, boolean training) {
    long[] stride = {spec.stride(), spec.stride()};
    long[] padding = {spec.padding(), spec.padding()};
    try (Tensor cast = weight.to(numerics.activations());
        Tensor convolved =
            torch.conv2d(
                input,
                cast,
                new TensorOptional(),
                stride,
                padding,
                new long[] {1, 1},
                spec.groups())) {
      return torch.batch_norm(
          convolved,
          new TensorOptional(gamma),
          new TensorOptional(beta),
          new TensorOptional(runningMean),
          new TensorOptional(runningVariance),
          training,
          STATISTICS_MOMENTUM,
          EPSILON,
          false);
    }
  }

  Tensor applyWithRelu(Tensor input, boolean training) {
    Tensor output = apply(input, training);
    output.relu_();
    return output;
  }

  String normName() {
    return spec.norm();
  }

  Tensor runningMean() {
    return runningMean;
  }

  Tensor runningVariance() {
    return runningVariance;
  }
}
