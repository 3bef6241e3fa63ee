package io.bagoftricks.api.network;

import java.util.List;

/**
 * The product of two inputs. The second may be a vector of one factor per channel (a gate).
 *
 * @since 0.1
 */
public record Multiply() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = inputs.get(0);
    Shape second = inputs.get(1);
    if (!second.equals(first) && !second.equals(Shape.vector(first.channels()))) {
      throw new IllegalArgumentException(
          "A factor has the shape of the input or one value per channel: " + first + ", " + second);
    }
    return first;
  }

  @Override
  public int arity() {
    return 2;
  }
}
