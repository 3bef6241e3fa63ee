package io.bagoftricks.engine.explain;

import io.bagoftricks.engine.plan.OrderEdge;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;

/** The order of tricks at each point, and the reasons that no other reason implies. */
final class OrderLines {
  private OrderLines() {}

  static List<String> of(RunPlan plan) {
    List<String> lines = new ArrayList<>();
    for (HookPoint point : HookPoint.values()) {
      List<String> tricks = plan.at(point).stream().map(PlannedTrick::instance).toList();
      if (tricks.isEmpty()) {
        continue;
      }
      List<OrderEdge> edges = plan.order().stream().filter(e -> e.point() == point).toList();
      StringBuilder order = new StringBuilder(tricks.get(0));
      for (int i = 1; i < tricks.size(); i++) {
        String first = tricks.get(i - 1);
        String then = tricks.get(i);
        order.append(reaches(first, then, edges) ? " > " : ", ").append(then);
      }
      lines.add("  %-15s%s".formatted(point.method(), order));
      edges.stream()
          .filter(edge -> !isImplied(edge, edges))
          .map(e -> "    %s > %s: %s".formatted(e.first(), e.then(), e.why()))
          .forEach(lines::add);
    }
    return lines;
  }

  private static boolean isImplied(OrderEdge edge, List<OrderEdge> edges) {
    return edges.stream()
        .filter(e -> e.first().equals(edge.first()) && !e.then().equals(edge.then()))
        .anyMatch(e -> reaches(e.then(), edge.then(), edges));
  }

  private static boolean reaches(String from, String to, List<OrderEdge> edges) {
    return edges.stream()
        .filter(e -> e.first().equals(from))
        .anyMatch(e -> e.then().equals(to) || reaches(e.then(), to, edges));
  }
}
