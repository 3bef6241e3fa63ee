package io.bagoftricks.engine.explain;

import io.bagoftricks.engine.plan.RunPlan;
import java.util.ArrayList;
import java.util.List;

/** The order of tricks at each point, and the reasons that no other reason implies, in lines. */
final class OrderLines {
  private OrderLines() {}

  static List<String> of(RunPlan plan) {
    List<String> lines = new ArrayList<>();
    for (PointOrder order : PointOrder.of(plan)) {
      lines.add("  %-15s%s".formatted(order.point().method(), String.join(" > ", order.tricks())));
      order.reasons().forEach(reason -> lines.add("    because " + reason));
    }
    return lines;
  }
}
