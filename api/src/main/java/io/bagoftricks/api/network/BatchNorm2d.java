package io.bagoftricks.api.network;

import java.util.List;

/**
 * Batch normalization per channel (Ioffe and Szegedy 2015). Training normalizes with the biased
 * batch variance and moves the running statistics by {@code running += momentum * (batch -
 * running)} with the unbiased one; evaluation normalizes with the running statistics. A frozen one
 * (torchvision's {@code FrozenBatchNorm2d}) does so in training too, and its statistics stay.
 *
 * @param epsilon added to the variance
 * @param momentum the weight of the new batch in the running statistics
 * @param frozen whether training normalizes with the running statistics, and moves none
 * @since 0.1
 */
public record BatchNorm2d(double epsilon, double momentum, boolean frozen) implements Layer {
  /**
   * Checks that epsilon is above 0 and below 1, and momentum in [0, 1].
   *
   * @param epsilon added to the variance, above 0 and below 1
   * @param momentum the weight of the new batch in the running statistics, 0 to 1
   * @param frozen whether training normalizes with the running statistics, and moves none
   */
  public BatchNorm2d {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException("epsilon lies in (0, 1): " + epsilon);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum lies in [0, 1]: " + momentum);
    }
  }

  /**
   * One whose statistics move.
   *
   * @param epsilon added to the variance, above 0 and below 1
   * @param momentum the weight of the new batch in the running statistics, 0 to 1
   */
  public BatchNorm2d(double epsilon, double momentum) {
    this(epsilon, momentum, false);
  }

  /**
   * Epsilon 1e-5, momentum 0.1: the defaults of PyTorch and timm.
   *
   * @return a batch norm with these settings
   */
  public static BatchNorm2d defaults() {
    return new BatchNorm2d(1e-5, 0.1);
  }

  /** {@return the same with statistics that stay} */
  public BatchNorm2d freeze() {
    return new BatchNorm2d(epsilon, momentum, true);
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
