package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import java.util.List;
import java.util.Optional;

/**
 * ResNet for ImageNet-sized images in the baseline form of He et al. 2019, figure 1: a 7x7 stem,
 * and bottleneck blocks that stride in their first 1x1. (timm's {@code resnet50} strides in the
 * 3x3.)
 *
 * @param depth 18, 34, 50, 101 or 152
 */
public record ResNet(int depth) implements Model {
  private static final Depths DEPTHS = new Depths(List.of(Depths.BASIC, Depths.BOTTLENECK));

  /** Checks the depth. */
  public ResNet {
    DEPTHS.of(depth);
  }

  /** ResNet-50. */
  public static ResNet defaults() {
    return new ResNet(50);
  }

  @Override
  public void build(NetworkBuilder network) {
    ResidualStages.photo(
        network,
        Depths.BOTTLENECK.containsKey(depth) ? Optional.of(Bottleneck.BASELINE) : Optional.empty(),
        DEPTHS.of(depth));
  }
}
