package io.bagoftricks.api.network;

import java.util.List;

/**
 * Batch normalization per channel (Ioffe and Szegedy 2015). Training normalizes with the biased
 * batch variance and moves the running statistics by {@code running += momentum * (batch -
 * running)} with the unbiased one; evaluation normalizes with the running statistics.
 *
 * @param epsilon added to the variance
 * @param momentum the weight of the new batch in the running statistics
 * @since 0.1
 */
public record BatchNorm2d(double epsilon, double momentum) implements Layer {
  /** Checks that epsilon is positive and momentum in [0, 1]. */
  public BatchNorm2d {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException("epsilon lies in (0, 1): " + epsilon);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum lies in [0, 1]: " + momentum);
    }
  }

  /** Epsilon 1e-5, momentum 0.1: the defaults of PyTorch and timm. */
  public static BatchNorm2d defaults() {
    return new BatchNorm2d(1e-5, 0.1);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Integer> shape = List.of(inputs.get(0).channels());
    return List.of(
        new Parameter("weight", Role.GAMMA, shape, Constant.ONE),
        new Parameter("bias", Role.BETA, shape, Constant.ZERO));
  }
}
