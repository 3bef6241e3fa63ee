package io.bagoftricks.tricks.optim.mixedprecision;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Precision;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Lets activations, their gradients and the weights that meet them be stored in 16 bits; updates
 * 32-bit masters; scales the loss, so that small gradients are not lost in fp16.
 *
 * <p>Micikevicius et al. 2018 (arXiv:1710.03740); He et al. 2019 (arXiv:1812.01187), section 3.2.
 */
public final class MixedPrecision implements InitHook, LossHook, StepHook {
  private final MixedPrecisionConfig config;
  private final TrickState state;

  /** Builds the trick from its settings and what it remembers. */
  @Inject
  public MixedPrecision(MixedPrecisionConfig config, TrickState state) {
    this.config = config;
    this.state = state;
  }

  @Override
  @Uses(reads = Slot.STRUCTURE, replaces = Slot.PRECISION)
  public void onInit(NetworkDraft network) {
    network.precision(precision(config.type()));
    int layers = network.nodes().size();
    int ofPlugins = network.nodes(CustomLayer.class).size();
    String type = config.type().name().toLowerCase(Locale.ROOT);
    network.receipt(new Effect(layers - ofPlugins, layers, "layers in " + type));
  }

  @Override
  @Uses(adds = Slot.LOSS_SCALE)
  public void onLoss(LossDraft loss) {
    loss.scale(config.dynamic() ? factor().get() : config.firstScale());
  }

  @Override
  @Uses
  public void afterStep(StepResult result) {
    if (config.dynamic()) {
      LossScale next =
          new LossScale(factor().get(), cleanSteps().get()).after(result.overflowed(), config);
      factor().set(next.factor());
      cleanSteps().set(next.cleanSteps());
    }
  }

  private static Precision precision(MixedPrecisionConfig.Type type) {
    return switch (type) {
      case BF16 -> Precision.BFLOAT16;
      case FP16 -> Precision.FLOAT16;
    };
  }

  private TrickState.Scalar factor() {
    return state.number("scale", config.firstScale());
  }

  private TrickState.Counter cleanSteps() {
    return state.counter("cleanSteps", 0);
  }
}
