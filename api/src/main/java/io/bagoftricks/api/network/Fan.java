package io.bagoftricks.api.network;

import java.util.List;

/**
 * How many values feed one output of a weight, and how many outputs one input feeds.
 *
 * @param in input channels x kernel area
 * @param out output channels x kernel area
 * @since 0.1
 */
public record Fan(long in, long out) {
  /**
   * {@return the fans of a weight of shape [out, in, ...kernel]}
   *
   * @param shape at least two extents: out, in, and those of the kernel
   */
  public static Fan of(List<Integer> shape) {
    if (shape.size() < 2) {
      throw new IllegalArgumentException("Only weights have fans, not a shape of " + shape);
    }
    long area = 1;
    for (int extent : shape.subList(2, shape.size())) {
      area *= extent;
    }
    return new Fan(shape.get(1) * area, shape.get(0) * area);
  }
}
