package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Parameter;
import java.util.List;

/**
 * Parameters that are updated alike.
 *
 * @param rateFactor on the learning rate
 * @param decayFactor on the weight decay
 */
public record ParameterGroup(List<Parameter> parameters, double rateFactor, double decayFactor) {
  /** Copies the parameters. */
  public ParameterGroup {
    parameters = List.copyOf(parameters);
  }
}
