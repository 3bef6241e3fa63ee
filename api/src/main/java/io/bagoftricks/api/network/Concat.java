package io.bagoftricks.api.network;

import java.util.List;

/**
 * Several inputs one behind the other along the channels: the end of branches that run side by
 * side. All have one height and width.
 *
 * @param inputs how many, at least 2
 * @since 0.1
 */
public record Concat(int inputs) implements Layer {
  /**
   * Checks the number.
   *
   * @param inputs how many, at least 2
   */
  public Concat {
    if (inputs < 2) {
      throw new IllegalArgumentException("A concatenation has at least 2 inputs, not " + inputs);
    }
  }

  @Override
  public Shape output(List<Shape> shapes) {
    Size size = shapes.get(0).size();
    if (!shapes.stream().allMatch(shape -> shape.size().equals(size))) {
      throw new IllegalArgumentException(
          "Inputs to concatenate have one height and width: " + shapes);
    }
    return new Shape(
        shapes.stream().mapToInt(Shape::channels).reduce(0, Math::addExact),
        size.height(),
        size.width());
  }

  @Override
  public int arity() {
    return inputs;
  }
}
