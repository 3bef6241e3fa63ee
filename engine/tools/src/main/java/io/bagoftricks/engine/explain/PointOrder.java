package io.bagoftricks.engine.explain;

import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plan.order.Reachability;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of tricks at a point.
 *
 * @param tricks instances, in order
 * @param reasons those that no other reason implies
 */
public record PointOrder(HookPoint point, List<String> tricks, List<String> reasons) {
  /** Copies the lists. */
  public PointOrder {
    tricks = List.copyOf(tricks);
    reasons = List.copyOf(reasons);
  }

  /** The order at every point where tricks act. */
  public static List<PointOrder> of(RunPlan plan) {
    List<PointOrder> orders = new ArrayList<>();
    for (HookPoint point : HookPoint.values()) {
      List<String> tricks = plan.at(point).stream().map(PlannedTrick::instance).toList();
      if (tricks.isEmpty()) {
        continue;
      }
      List<OrderEdge> edges = plan.order().stream().filter(e -> e.point() == point).toList();
      Reachability order = Reachability.of(tricks, edges);
      List<String> reasons =
          edges.stream().filter(edge -> !order.isImplied(edge)).map(OrderEdge::why).toList();
      orders.add(new PointOrder(point, tricks, reasons));
    }
    return orders;
  }
}
