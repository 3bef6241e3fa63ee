package io.bagoftricks.bench.libtorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Where parameters get their first values. */
@FunctionalInterface
public interface ParameterSource {
  /**
   * Makes a parameter.
   *
   * @param name timm's
   * @param shape as PyTorch has it: [out, in, height, width] of a convolution
   * @return in any floating point type
   */
  Tensor create(String name, long... shape);

  /** He's normal distribution for weights, 1 for batch norms' gammas, 0 for biases. */
  static ParameterSource random() {
    return (name, shape) -> {
      if (name.endsWith(".bias")) {
        return torch.zeros(shape);
      }
      if (shape.length == 1) {
        return torch.ones(shape);
      }
      long fanIn = 1;
      for (int i = 1; i < shape.length; i++) {
        fanIn *= shape[i];
      }
      return torch.randn(shape).mul_(new Scalar(Math.sqrt(2.0 / fanIn)));
    };
  }
}
