package io.bagoftricks.tricks.init.xavier;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.tricks.init.VarianceScaling;
import io.bagoftricks.tricks.init.VarianceScaling.Divisor;
import io.bagoftricks.tricks.init.WeightLayers;
import jakarta.inject.Inject;

/**
 * Fills weights with a variance between those that keep the signal's forward and the gradient's
 * backward: {@code gain^2 * 2 / (fanIn + fanOut)}, {@code fan = channels x kernel area}.
 *
 * <p>Glorot and Bengio 2010, equations 12 and 16; He et al. 2019 (arXiv:1812.01187), section 2.1;
 * torch's {@code xavier_uniform_} and {@code xavier_normal_}.
 */
public final class Xavier implements InitHook {
  private final XavierConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Xavier(XavierConfig config) {
    this.config = config;
  }

  @Override
  @Uses(reads = Slot.STRUCTURE, replaces = Slot.INITIALIZERS)
  public void onInit(NetworkDraft network) {
    WeightLayers.initialize(network, initializer(config));
  }

  /** The rule for a weight: uniform in +- gain sqrt(6 / (fanIn + fanOut)), or normal. */
  static Initializer initializer(XavierConfig config) {
    return new VarianceScaling(
        config.distribution(), config.gain() * config.gain(), Divisor.FAN_AVERAGE);
  }
}
