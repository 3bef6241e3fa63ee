package io.bagoftricks.tricks.optim.ema;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Keeps an exponential moving average of weights and running statistics, and evaluates it in their
 * place. Training does not see it.
 *
 * <p>Polyak and Juditsky 1992; Szegedy et al. 2016 (arXiv:1512.00567), section 8; as timm's {@code
 * ModelEmaV2}, which averages the whole state.
 */
public final class Ema implements StepHook, EvaluateHook {
  private static final String WEIGHTS = "weights";
  private static final String STATISTICS = "statistics";

  private final EmaConfig config;
  private final TrickState state;

  /** Builds the trick from its settings and what it remembers. */
  @Inject
  public Ema(EmaConfig config, TrickState state) {
    this.config = config;
    this.state = state;
  }

  @Override
  @Uses(reads = Slot.WEIGHTS)
  public void afterStep(StepResult result) {
    if (!result.updated()) {
      return;
    }
    double fraction = 1 - decay(updates().get(), config);
    result.lerpWeightsInto(state.flat(WEIGHTS, result::weights), fraction);
    result.lerpStatisticsInto(state.flat(STATISTICS, result::statistics), fraction);
    updates().increment();
  }

  @Override
  @Uses(replaces = Slot.EVALUATED_WEIGHTS)
  public void onEvaluate(Evaluation evaluation) {
    if (updates().get() > 0) {
      evaluation.useWeights(average(WEIGHTS), average(STATISTICS));
    }
  }

  /**
   * The share of the average that an update keeps.
   *
   * @param updates how often the average was updated before
   */
  static double decay(long updates, EmaConfig config) {
    return config.warmup()
        ? Math.min(config.decay(), (1.0 + updates) / (10.0 + updates))
        : config.decay();
  }

  private TrickState.Counter updates() {
    return state.counter("updates", 0);
  }

  private FlatValues average(String name) {
    return state.flat(
        name,
        () -> {
          throw new IllegalStateException("Updates were counted, but '" + name + "' is missing");
        });
  }
}
