package io.bagoftricks.api.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A two-dimensional convolution (cross-correlation, as in every framework) with zero padding.
 *
 * @param outChannels output channels
 * @param kernel the window
 * @param stride the step of the window
 * @param padding zeros added on each side
 * @param bias whether a bias per output channel is added
 * @param initializer what fills the weight
 * @since 0.1
 */
public record Conv2d(
    int outChannels, Size kernel, Size stride, Size padding, boolean bias, Initializer initializer)
    implements Layer {
  /** Checks channels and window. */
  public Conv2d {
    if (outChannels < 1) {
      throw new IllegalArgumentException("A convolution has output channels: " + outChannels);
    }
    Window.check(kernel, stride, padding);
  }

  /** A square convolution without bias that keeps the extent at stride 1, Xavier initialized. */
  public static Conv2d of(int outChannels, int kernel, int stride) {
    return new Conv2d(
        outChannels,
        Size.of(kernel),
        Size.of(stride),
        Size.of(kernel / 2),
        false,
        new XavierUniform());
  }

  /** The same convolution with another stride. */
  public Conv2d withStride(Size newStride) {
    return new Conv2d(outChannels, kernel, newStride, padding, bias, initializer);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    return new Shape(
        outChannels,
        Window.extent(in.height(), kernel.height(), stride.height(), padding.height(), false),
        Window.extent(in.width(), kernel.width(), stride.width(), padding.width(), false));
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    List<Integer> shape =
        List.of(outChannels, inputs.get(0).channels(), kernel.height(), kernel.width());
    parameters.add(new Parameter("weight", Role.WEIGHT, shape, initializer));
    if (bias) {
      parameters.add(new Parameter("bias", Role.BIAS, List.of(outChannels), Constant.ZERO));
    }
    return parameters;
  }
}
