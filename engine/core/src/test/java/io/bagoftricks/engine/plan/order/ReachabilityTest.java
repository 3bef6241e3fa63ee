package io.bagoftricks.engine.plan.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReachabilityTest {
  /**
   * Every instance before every later one: of 44,850 edges the steps from one to the next say all.
   */
  @Test
  void theStepsOfALineImplyAllItsOtherEdges() {
    List<String> line = IntStream.range(0, 300).mapToObj(i -> "t" + i).toList();
    List<OrderEdge> edges = new ArrayList<>();
    for (int i = 0; i < line.size(); i++) {
      for (int j = i + 1; j < line.size(); j++) {
        edges.add(edge(line.get(i), line.get(j)));
      }
    }

    Reachability order = Reachability.of(line, edges);

    assertThat(edges.stream().filter(edge -> !order.isImplied(edge)))
        .hasSize(299)
        .startsWith(edge("t0", "t1"), edge("t1", "t2"))
        .endsWith(edge("t298", "t299"));
    assertThat(order.leads("t0", "t299")).isTrue();
    assertThat(order.leads("t299", "t0")).isFalse();
    assertThat(order.leads("t7", "t7")).isFalse();
  }

  @Test
  void inACircleEachLeadsToItself() {
    Reachability order =
        Reachability.of(List.of("a", "b", "c"), List.of(edge("a", "b"), edge("b", "a")));

    assertThat(order.leads("a", "a")).isTrue();
    assertThat(order.leads("a", "c")).isFalse();
  }

  private static OrderEdge edge(String first, String then) {
    return new OrderEdge(HookPoint.ON_LOSS, first, then, first + " is before " + then);
  }
}
