package io.bagoftricks.api.network;

import java.util.List;

/**
 * The sum of two inputs of one shape: the end of a residual block.
 *
 * @since 0.1
 */
public record Add() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "Shapes to add must be equal: " + inputs.get(0) + " and " + inputs.get(1));
    }
    return inputs.get(0);
  }

  @Override
  public int arity() {
    return 2;
  }
}
