package io.bagoftricks.api.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A two-dimensional convolution (cross-correlation, as in every framework) with zero padding. Its
 * weight has the shape [outChannels, inChannels / groups, kernel height, kernel width]. With {@code
 * groups} above 1 the channels are cut into so many equal shares, and a share of the output sees
 * only the same share of the input; as many groups as channels make a depthwise convolution.
 *
 * @param outChannels output channels, a multiple of {@code groups}
 * @param kernel the window
 * @param stride the step of the window
 * @param padding zeros added on each side
 * @param dilation the distance between neighbors in the window; 1 is a window without gaps
 * @param groups shares of the channels; they divide the input's channels
 * @param bias whether a bias per output channel is added
 * @param initializer what fills the weight
 * @param transform from the weight that is trained to the one that the convolution computes with;
 *     empty where they are the same
 * @since 0.1
 */
public record Conv2d(
    int outChannels,
    Size kernel,
    Size stride,
    Size padding,
    Size dilation,
    int groups,
    boolean bias,
    Initializer initializer,
    Optional<WeightTransform> transform)
    implements Layer {
  private static final Size DENSE = Size.of(1);

  /**
   * Checks channels and window.
   *
   * @param outChannels output channels, at least 1
   * @param kernel the window, height and width
   * @param stride the step of the window
   * @param padding zeros added on each side
   * @param dilation the distance between neighbors in the window, at least 1
   * @param groups shares of the channels, a divisor of the output channels
   * @param bias whether a bias per output channel is added
   * @param initializer fills the weight before training
   * @param transform from the weight that is trained to the one that it computes with
   */
  public Conv2d {
    if (outChannels < 1) {
      throw new IllegalArgumentException("A convolution has output channels: " + outChannels);
    }
    if (groups < 1 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Groups share the output channels evenly: %d channels, %d groups",
              outChannels,
              groups));
    }
    Window.check(Window.span(kernel, dilation), stride, padding);
  }

  /**
   * A convolution that computes with the weight that is trained.
   *
   * @param outChannels output channels, at least 1
   * @param kernel the window, height and width
   * @param stride the step of the window
   * @param padding zeros added on each side
   * @param dilation the distance between neighbors in the window, at least 1
   * @param groups shares of the channels, a divisor of the output channels
   * @param bias whether a bias per output channel is added
   * @param initializer fills the weight before training
   */
  public Conv2d(
      int outChannels,
      Size kernel,
      Size stride,
      Size padding,
      Size dilation,
      int groups,
      boolean bias,
      Initializer initializer) {
    this(
        outChannels,
        kernel,
        stride,
        padding,
        dilation,
        groups,
        bias,
        initializer,
        Optional.empty());
  }

  /**
   * A convolution of all channels with a window without gaps.
   *
   * @param outChannels output channels, at least 1
   * @param kernel the window, height and width
   * @param stride the step of the window
   * @param padding zeros added on each side
   * @param bias whether a bias per output channel is added
   * @param initializer fills the weight before training
   */
  public Conv2d(
      int outChannels,
      Size kernel,
      Size stride,
      Size padding,
      boolean bias,
      Initializer initializer) {
    this(outChannels, kernel, stride, padding, DENSE, 1, bias, initializer);
  }

  /**
   * {@return a square convolution without bias, Xavier initialized, that keeps the extent at stride
   * 1 where the kernel is odd}
   *
   * @param outChannels output channels, at least 1
   * @param kernel height and width of the window
   * @param stride the step of the window
   */
  public static Conv2d of(int outChannels, int kernel, int stride) {
    return new Conv2d(
        outChannels,
        Size.of(kernel),
        Size.of(stride),
        Size.of(kernel / 2),
        false,
        new XavierUniform());
  }

  /**
   * {@return the same convolution with another stride}
   *
   * @param newStride the step of the window, down and right
   */
  public Conv2d withStride(Size newStride) {
    return new Conv2d(
        outChannels, kernel, newStride, padding, dilation, groups, bias, initializer, transform);
  }

  /**
   * {@return the same convolution in groups}
   *
   * @param newGroups a divisor of input and output channels
   */
  public Conv2d withGroups(int newGroups) {
    return new Conv2d(
        outChannels, kernel, stride, padding, dilation, newGroups, bias, initializer, transform);
  }

  /**
   * {@return the same convolution with gaps in its window} Padding stays as it is.
   *
   * @param newDilation the distance between neighbors in the window, at least 1
   */
  public Conv2d withDilation(Size newDilation) {
    return new Conv2d(
        outChannels, kernel, stride, padding, newDilation, groups, bias, initializer, transform);
  }

  /**
   * {@return the same convolution, computing with what a transform makes of its weight}
   *
   * @param newTransform from the weight that is trained to the one that it computes with
   */
  public Conv2d reparametrized(WeightTransform newTransform) {
    return new Conv2d(
        outChannels,
        kernel,
        stride,
        padding,
        dilation,
        groups,
        bias,
        initializer,
        Optional.of(newTransform));
  }

  /**
   * {@return height and width of what the window covers, gaps included: {@code (kernel - 1)
   * dilation + 1}}
   */
  public Size span() {
    return Window.span(kernel, dilation);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    checkShares(in);
    Size span = span();
    return new Shape(
        outChannels,
        Window.extent(in.height(), span.height(), stride.height(), padding.height(), false),
        Window.extent(in.width(), span.width(), stride.width(), padding.width(), false));
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    checkShares(inputs.get(0));
    List<Parameter> parameters = new ArrayList<>();
    List<Integer> shape =
        List.of(outChannels, inputs.get(0).channels() / groups, kernel.height(), kernel.width());
    parameters.add(new Parameter("weight", Role.WEIGHT, shape, initializer));
    if (bias) {
      parameters.add(new Parameter("bias", Role.BIAS, List.of(outChannels), Constant.ZERO));
    }
    return parameters;
  }

  private void checkShares(Shape in) {
    if (in.channels() % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Groups share the input channels evenly: %d channels, %d groups",
              in.channels(),
              groups));
    }
  }
}
