package io.bagoftricks.tricks.init.zerogamma;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Starts the scale of the last batch norm of every residual branch at zero, so that each block
 * begins as its shortcut.
 *
 * <p>Goyal et al. 2017 (arXiv:1706.02677), section 5.1; He et al. 2019 (arXiv:1812.01187), section
 * 3.1.
 */
public final class ZeroGamma implements InitHook {
  /** Builds the trick; it has no settings. */
  @Inject
  public ZeroGamma() {}

  @Override
  @Uses(reads = Slot.STRUCTURE, changes = Slot.INITIALIZERS)
  public void onInit(NetworkDraft network) {
    int touched = 0;
    for (ResidualBlock block : network.residualBlocks()) {
      List<Node> batchNorms = block.branch().nodes(BatchNorm2d.class);
      if (!batchNorms.isEmpty()) {
        Node last = batchNorms.get(batchNorms.size() - 1);
        network.initialize(gamma(last), Constant.ZERO);
        touched++;
      }
    }
    network.receipt(new Effect(touched, network.nodes(BatchNorm2d.class).size(), "batch norms"));
  }

  private static Parameter gamma(Node batchNorm) {
    return batchNorm.parameters().stream()
        .filter(p -> p.role() == Role.GAMMA)
        .findFirst()
        .orElseThrow();
  }
}
