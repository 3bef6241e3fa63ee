package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The groups of one step: those of the plan, split where a trick has set factors for it, or where
 * parameters have had different numbers of updates.
 *
 * @param byCount by the number of updates that their parameters have had, this one included
 * @param leftOut the parameters whose factor is zero: neither they nor their optimizer state
 *     change, as in PyTorch without a gradient
 */
record UpdateGroups(SortedMap<Long, List<Update.Group>> byCount, Set<String> leftOut) {
  private record Kind(double factor, long count) {}

  /**
   * The groups.
   *
   * @param step counted from 0
   * @param rate of the step
   * @param factors on the rates of parameters in this step, by name; others have none
   * @param count how many updates a parameter has had after this one
   */
  static UpdateGroups of(
      RunPlan plan,
      long step,
      double rate,
      Map<String, Double> factors,
      ToLongFunction<Parameter> count) {
    Optimizer optimizer = plan.recipe().optimizer().made();
    SortedMap<Long, List<Update.Group>> byCount = new TreeMap<>();
    Set<String> leftOut = new TreeSet<>();
    for (ParameterGroup group : plan.groups()) {
      Map<Kind, List<Parameter>> kinds = new LinkedHashMap<>();
      for (Parameter parameter : group.parameters()) {
        double factor = group.rateFactor(step) * factors.getOrDefault(parameter.name(), 1.0);
        if (factor != 0) {
          kinds
              .computeIfAbsent(
                  new Kind(factor, count.applyAsLong(parameter)), kind -> new ArrayList<>())
              .add(parameter);
        } else {
          leftOut.add(parameter.name());
        }
      }
      double decay = optimizer.weightDecay() * group.decayFactor(step);
      kinds.forEach(
          (kind, parameters) ->
              byCount
                  .computeIfAbsent(kind.count(), updates -> new ArrayList<>())
                  .add(new Update.Group(parameters, rate * kind.factor(), decay)));
    }
    return new UpdateGroups(byCount, leftOut);
  }
}
