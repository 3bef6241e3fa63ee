package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Wide ResNet for ImageNet-sized images (Zagoruyko and Komodakis 2016, arXiv:1605.07146, section
 * 3.4): bottleneck blocks whose inner convolutions are wider; the 3x3 has the stride. As
 * torchvision's {@code wide_resnet50_2}.
 *
 * @param depth 50, 101 or 152
 * @param widen how many times the channels of ResNet the inner convolutions have, 1 to 16
 */
public record WideResNet(int depth, int widen) implements Model {
  private static final int WIDEST = 16;
  private static final Depths DEPTHS = new Depths(List.of(Depths.BOTTLENECK));

  /** Checks depth and width. */
  public WideResNet {
    DEPTHS.of(depth);
    if (!(widen >= 1 && widen <= WIDEST)) {
      throw new IllegalArgumentException("widen is " + widen + ", but must be 1 to " + WIDEST);
    }
  }

  /** Wide ResNet-50-2. */
  public static WideResNet defaults() {
    return new WideResNet(50, 2);
  }

  @Override
  public void build(NetworkBuilder network) {
    ResidualStages.photo(
        network, Optional.of(new Bottleneck(1, 64 * widen, false)), DEPTHS.of(depth));
  }
}
