package io.bagoftricks.api.network;

import java.util.List;

/**
 * One trainable tensor of a network.
 *
 * @param name unique in the network, in timm's grammar: {@code layer1.0.bn2.weight}
 * @param role what it is
 * @param shape its extents; convolution weights are OIHW, linear weights [out, in]
 * @param initializer what fills it before training
 * @since 0.1
 */
public record Parameter(String name, Role role, List<Integer> shape, Initializer initializer) {
  /**
   * Copies the shape.
   *
   * @param name unique in the network
   * @param role what it is, which no trick guesses from the name
   * @param shape copied
   * @param initializer fills it before training
   */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** {@return the number of values} */
  public long elements() {
    long elements = 1;
    for (int extent : shape) {
      elements *= extent;
    }
    return elements;
  }

  /**
   * {@return the same parameter under another name}
   *
   * @param newName unique in the network that it goes to
   */
  public Parameter named(String newName) {
    return new Parameter(newName, role, shape, initializer);
  }

  /**
   * {@return the same parameter, filled by another initializer}
   *
   * @param other fills the parameter before training
   */
  public Parameter initializedBy(Initializer other) {
    return new Parameter(name, role, shape, other);
  }
}
