package io.bagoftricks.api.network;

import java.util.List;

/**
 * 1 / (1 + exp(-x)), element by element.
 *
 * @since 0.1
 */
public record Sigmoid() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }
}
