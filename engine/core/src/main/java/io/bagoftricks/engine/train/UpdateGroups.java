package io.bagoftricks.engine.train;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups of one update: those of the plan, split only where a trick has set factors for it. */
final class UpdateGroups {
  private UpdateGroups() {}

  /**
   * The groups.
   *
   * @param step of the update, from 0
   * @param rate of the update
   * @param factors on the rates of parameters in this update, by name; others have none
   */
  static List<Update.Group> of(RunPlan plan, long step, double rate, Map<String, Double> factors) {
    Optimizer optimizer = plan.recipe().optimizer().made();
    boolean custom = optimizer.rule() instanceof CustomRule;
    List<Update.Group> groups = new ArrayList<>();
    for (ParameterGroup group : plan.groups()) {
      double decay = optimizer.weightDecay() * group.decayFactor(step);
      byFactor(group.parameters(), factors)
          .forEach(
              (factor, parameters) -> {
                double all = group.rateFactor(step) * factor;
                // A formula of a plugin may move a weight at any rate, so it is not given what is
                // frozen.
                if (all != 0 || !custom) {
                  groups.add(new Update.Group(parameters, rate * all, decay));
                }
              });
    }
    return groups;
  }

  private static Map<Double, List<Parameter>> byFactor(
      List<Parameter> parameters, Map<String, Double> factors) {
    if (factors.isEmpty()) {
      return Map.of(1.0, parameters);
    }
    Map<Double, List<Parameter>> split = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      split
          .computeIfAbsent(factors.getOrDefault(parameter.name(), 1.0), f -> new ArrayList<>())
          .add(parameter);
    }
    return split;
  }
}
