package com.example.simpleswish;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Relu;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Puts {@code x sigmoid(beta x)} in the place of each ReLU.
 *
 * <p>Ramachandran et al. 2017 (arXiv:1710.05941), section 4.
 */
public final class SimpleSwish implements InitHook {
  private final SimpleSwishConfig config;

  /** Builds the trick from its settings; called several times while a recipe is planned. */
  @Inject
  public SimpleSwish(SimpleSwishConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.LAYERS)
  public void onInit(NetworkDraft network) {
    List<Node> activations =
        network.nodes().stream().filter(node -> node.layer() instanceof Relu).toList();
    activations.forEach(node -> network.replace(node, new SwishLayer(config.beta())));
    network.receipt(new Effect(activations.size(), activations.size(), "ReLUs"));
  }
}
