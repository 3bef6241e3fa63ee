package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Problem.Severity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The order of tricks, or why there is none.
 *
 * @param hooks the tricks at each point where some act, in order; not meaningful beside an error
 * @param edges which trick precedes which for a reason
 */
public record HookOrder(
    Map<HookPoint, List<TrickInstance>> hooks, List<OrderEdge> edges, List<Problem> problems) {
  /** Copies the collections. */
  public HookOrder {
    hooks = Map.copyOf(hooks);
    edges = List.copyOf(edges);
    problems = List.copyOf(problems);
  }

  /** The given order at every point, without a reason. */
  public static HookOrder asListed(List<TrickInstance> instances) {
    Map<HookPoint, List<TrickInstance>> hooks = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      hooks.put(point, instances.stream().filter(i -> i.descriptor().actsAt(point)).toList());
    }
    return new HookOrder(hooks, List.of(), List.of());
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  public List<TrickInstance> at(HookPoint point) {
    return hooks.getOrDefault(point, List.of());
  }
}
