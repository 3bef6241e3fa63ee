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
        Conv2d,
        CustomLayer,
        GlobalAvgPool,
        Linear,
        MaxPool2d,
        Multiply,
        Relu,
        Sigmoid {
  /**
   * The shape of the output.
   *
   * @throws IllegalArgumentException where the inputs do not fit, with the reason
   */
  Shape output(List<Shape> inputs);

  /** The trainable tensors, under names local to the layer ({@code weight}, {@code bias}). */
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }

  /** How many inputs the layer takes. */
  default int arity() {
    return 1;
  }
}
