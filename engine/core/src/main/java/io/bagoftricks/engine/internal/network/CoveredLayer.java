package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Layer;

/** A layer of a plugin, with something of the engine around its passes. */
public interface CoveredLayer extends CustomLayer {
  /** The plugin's own. */
  CustomLayer covered();

  /** A layer as it was put into the network. */
  static Layer uncovered(Layer layer) {
    return layer instanceof CoveredLayer cover ? cover.covered() : layer;
  }
}
