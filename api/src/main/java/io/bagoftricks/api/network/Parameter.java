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
  /** Copies the shape. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** The number of values. */
  public long elements() {
    long elements = 1;
    for (int extent : shape) {
      elements *= extent;
    }
    return elements;
  }

  /** The same parameter under another name. */
  public Parameter named(String newName) {
    return new Parameter(newName, role, shape, initializer);
  }

  /** The same parameter, filled by another initializer. */
  public Parameter initializedBy(Initializer other) {
    return new Parameter(name, role, shape, other);
  }
}
