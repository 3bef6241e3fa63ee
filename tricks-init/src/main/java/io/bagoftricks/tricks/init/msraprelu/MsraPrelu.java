package io.bagoftricks.tricks.init.msraprelu;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.tricks.init.Distribution;
import io.bagoftricks.tricks.init.VarianceScaling;
import io.bagoftricks.tricks.init.VarianceScaling.Divisor;
import io.bagoftricks.tricks.init.WeightLayers;
import jakarta.inject.Inject;

/**
 * Fills weights as MXNet's {@code MSRAPrelu}: normal, with the variance {@code 2 / ((1 + slope^2)
 * factor)}, where the factor is a fan, {@code channels x kernel area}, or the mean of both.
 *
 * <p>MXNet, {@code mxnet.initializer.MSRAPrelu}, after He et al. 2015 (arXiv:1502.01852); {@code
 * train_imagenet.py} of GluonCV uses it with its defaults.
 */
public final class MsraPrelu implements InitHook {
  private final MsraPreluConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public MsraPrelu(MsraPreluConfig config) {
    this.config = config;
  }

  @Override
  @Uses(reads = Slot.STRUCTURE, replaces = Slot.INITIALIZERS)
  public void onInit(NetworkDraft network) {
    WeightLayers.initialize(network, initializer(config));
  }

  /** The rule for a weight. */
  static Initializer initializer(MsraPreluConfig config) {
    Divisor divisor =
        switch (config.factorType()) {
          case AVG -> Divisor.FAN_AVERAGE;
          case IN -> Divisor.FAN_IN;
          case OUT -> Divisor.FAN_OUT;
        };
    double scale = 2 / (1 + config.slope() * config.slope());
    return new VarianceScaling(Distribution.NORMAL, scale, divisor);
  }
}
