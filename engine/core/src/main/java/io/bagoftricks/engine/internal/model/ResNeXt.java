package io.bagoftricks.engine.internal.model;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import java.util.List;
import java.util.Optional;

/**
 * ResNeXt (Xie et al. 2017, arXiv:1611.05431, table 1): bottleneck blocks whose 3x3 convolution,
 * which has the stride, is in groups. As torchvision's {@code resnext50_32x4d} and its siblings.
 *
 * @param depth 50, 101 or 152
 * @param groups the paper's cardinality, 1 to 256
 * @param widthPerGroup channels of each group in the first stage, 1 to 256; doubled in each further
 */
public record ResNeXt(int depth, int groups, int widthPerGroup) implements Model {
  private static final int MOST = 256;
  private static final Depths DEPTHS = new Depths(List.of(Depths.BOTTLENECK));

  /** Checks depth and groups. */
  public ResNeXt {
    DEPTHS.of(depth);
    if (!(groups >= 1 && groups <= MOST)) {
      throw new IllegalArgumentException("groups is " + groups + ", but must be 1 to " + MOST);
    }
    if (!(widthPerGroup >= 1 && widthPerGroup <= MOST)) {
      throw new IllegalArgumentException(
          "widthPerGroup is " + widthPerGroup + ", but must be 1 to " + MOST);
    }
  }

  /** ResNeXt-50 (32x4d). */
  public static ResNeXt defaults() {
    return new ResNeXt(50, 32, 4);
  }

  @Override
  public void build(NetworkBuilder network) {
    ResidualStages.photo(
        network, Optional.of(new Bottleneck(groups, widthPerGroup, false)), DEPTHS.of(depth));
  }
}
