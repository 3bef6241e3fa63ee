package io.bagoftricks.tricks.optim.lookahead;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.optim.lookahead.LookaheadConfig.Profile;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lets slow weights follow the trained ones every few steps, and training go on from there.
 *
 * <p>Zhang et al. 2019 (arXiv:1907.08610), algorithm 1; timm's {@code Lookahead}.
 */
public final class Lookahead implements StepHook {
  private static final String SLOW = "slow";

  private final LookaheadConfig config;
  private final RunFacts facts;
  private final TrickState state;

  /** Builds the trick from its settings, facts of the run, and what it remembers. */
  @Inject
  public Lookahead(LookaheadConfig config, RunFacts facts, TrickState state) {
    this.config = config;
    this.facts = facts;
    this.state = state;
  }

  /** Keeps the weights that the run begins with. */
  @Override
  @Uses
  public void onStep(Step step) {
    if (config.profile() == Profile.PAPER) {
      state.flat(SLOW, step::weights);
    }
  }

  @Override
  @Uses(changes = Slot.WEIGHTS)
  public void afterStep(StepResult result) {
    boolean isKth = result.updated() && state.counter("updates", 0).increment() % config.k() == 0;
    if (!isKth && !endsEpochOfTimm(result)) {
      return;
    }
    FlatValues slow = state.flat(SLOW, result::weights);
    result.lerpWeightsInto(slow, config.alpha());
    Map<StepResultParameter, INDArray> frozen = new LinkedHashMap<>();
    for (StepResultParameter parameter : result.parameters()) {
      if (!parameter.updated()) {
        frozen.put(parameter, parameter.weight().dup());
      }
    }
    result.editWeights().assign(slow.values());
    frozen.forEach(
        (parameter, weight) -> {
          parameter.editWeight().assign(weight);
          weight.close();
        });
  }

  /** timm's training program calls {@code sync_lookahead} after each epoch, before it evaluates. */
  private boolean endsEpochOfTimm(StepResult result) {
    return config.profile() == Profile.TIMM
        && (result.moment().step() + 1) % facts.stepsPerEpoch() == 0;
  }
}
