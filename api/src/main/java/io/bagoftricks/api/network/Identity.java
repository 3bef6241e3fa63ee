package io.bagoftricks.api.network;

import java.util.List;

/**
 * The input itself: what a layer of training alone, such as dropout, is in evaluation. Plans for
 * evaluation and exports leave it out.
 *
 * @since 0.1
 */
public record Identity() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }
}
