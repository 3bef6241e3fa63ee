package io.bagoftricks.api.network;

import java.util.List;

/**
 * One operation of a network: settings only, no memory. Channels of the input are inferred, so that
 * structure edits compose. Layers of equal settings are equal.
 *
 * @since 0.1
 */
public sealed interface Layer
    permits Add,
        AvgPool2d,
        BatchNorm2d,
        BlurPool2d,
        Concat,
        Conv2d,
        CustomLayer,
        GlobalAvgPool,
        Identity,
        Linear,
        MaxPool2d,
        Multiply,
        Relu,
        Sigmoid {
  /**
   * {@return the shape of the output}
   *
   * @param inputs the shape of each input, without the batch axis
   * @throws IllegalArgumentException where the inputs do not fit, with the reason
   */
  Shape output(List<Shape> inputs);

  /**
   * {@return the trainable tensors, under names local to the layer ({@code weight}, {@code bias})}
   *
   * @param inputs the shape of each input, without the batch axis
   */
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }

  /** {@return how many inputs the layer takes} */
  default int arity() {
    return 1;
  }
}
