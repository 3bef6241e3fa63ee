package io.bagoftricks.tricks.init.he;

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
 * Fills weights with the variance that a rectifier with slope a on its negative side keeps: {@code
 * 2 / ((1 + a^2) fan)}, {@code fan = channels x kernel area}.
 *
 * <p>He et al. 2015 (arXiv:1502.01852), equations 10, 14 and 15; torch's {@code kaiming_normal_}
 * and {@code kaiming_uniform_} with {@code leaky_relu}.
 */
public final class He implements InitHook {
  private final HeConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public He(HeConfig config) {
    this.config = config;
  }

  @Override
  @Uses(reads = Slot.STRUCTURE, replaces = Slot.INITIALIZERS)
  public void onInit(NetworkDraft network) {
    WeightLayers.initialize(network, initializer(config));
  }

  /** The rule for a weight. */
  static Initializer initializer(HeConfig config) {
    double scale = 2 / (1 + config.slope() * config.slope());
    Divisor divisor =
        switch (config.fan()) {
          case IN -> Divisor.FAN_IN;
          case OUT -> Divisor.FAN_OUT;
        };
    return new VarianceScaling(config.distribution(), scale, divisor);
  }
}
