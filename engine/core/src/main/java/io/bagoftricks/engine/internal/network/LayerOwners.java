package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Node;
import java.util.HashMap;
import java.util.Map;

/** Learns which trick puts which layer into a network. */
public final class LayerOwners {
  private final Map<String, Layer> layers = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();

  /** Of a network that no trick has edited yet. */
  public LayerOwners(Graph graph) {
    graph.nodes().forEach(node -> layers.put(node.name(), node.layer()));
  }

  /** A trick has edited the network: what is new in it is its own. */
  public void edited(String instance, Graph graph) {
    for (Node node : graph.nodes()) {
      if (layers.put(node.name(), node.layer()) != node.layer()) {
        owners.put(node.name(), instance);
      }
    }
  }

  /**
   * The instance that put a layer into the network, by the layer's name; the model's are left out.
   */
  public Map<String, String> byLayer() {
    return Map.copyOf(owners);
  }
}
