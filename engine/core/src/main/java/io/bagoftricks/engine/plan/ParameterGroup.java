package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Parameter;
import java.util.List;

/**
 * Parameters that are updated alike.
 *
 * @param rateFactor on the learning rate
 * @param decayFactor on the weight decay
 * @param frozen when they keep their values
 */
public record ParameterGroup(
    List<Parameter> parameters, double rateFactor, double decayFactor, List<FrozenSteps> frozen) {
  /** Copies the lists. */
  public ParameterGroup {
    parameters = List.copyOf(parameters);
    frozen = List.copyOf(frozen);
  }

  /** Other parameters, updated as these. */
  ParameterGroup of(List<Parameter> others) {
    return new ParameterGroup(others, rateFactor, decayFactor, frozen);
  }

  /** Whether they keep their values in a step, from 0. */
  public boolean isFrozen(long step) {
    return rateFactor == 0 || frozen.stream().anyMatch(steps -> steps.contains(step));
  }

  /** The factor on the learning rate in a step. */
  public double rateFactor(long step) {
    return isFrozen(step) ? 0 : rateFactor;
  }

  /** The factor on the weight decay in a step. */
  public double decayFactor(long step) {
    return frozen.stream().anyMatch(steps -> steps.contains(step)) ? 0 : decayFactor;
  }
}
