package io.bagoftricks.api.network;

import java.util.List;

/**
 * The mean over height and width: one value per channel.
 *
 * @since 0.1
 */
public record GlobalAvgPool() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.vector(inputs.get(0).channels());
  }
}
