package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plan.order.Reachability;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** The tricks at one point and which must precede which. */
final class OrderGraph {
  private final Map<String, TrickInstance> instances = new LinkedHashMap<>();
  private final Map<String, Map<String, OrderEdge>> edgesFrom = new LinkedHashMap<>();
  private final Comparator<TrickInstance> ties;

  /**
   * A graph without edges.
   *
   * @param ties which comes first where edges leave a choice; total
   */
  OrderGraph(List<TrickInstance> instances, Comparator<TrickInstance> ties) {
    this.ties = ties;
    instances.stream()
        .sorted(ties)
        .forEach(instance -> this.instances.put(instance.id(), instance));
  }

  /** Adds an edge; a second reason for the same edge joins the first. */
  void add(OrderEdge edge) {
    edgesFrom
        .computeIfAbsent(edge.first(), first -> new LinkedHashMap<>())
        .merge(
            edge.then(),
            edge,
            (a, b) -> new OrderEdge(a.point(), a.first(), a.then(), a.why() + ", and " + b.why()));
  }

  /** All edges, by the tricks' places. */
  List<OrderEdge> edges() {
    return instances.keySet().stream().flatMap(first -> from(first).stream()).toList();
  }

  /** The transitive closure of the edges so far. */
  Reachability reachability() {
    return Reachability.of(List.copyOf(instances.keySet()), edges());
  }

  /** The order; empty if edges run in a circle. */
  Optional<List<TrickInstance>> sorted() {
    Map<String, Integer> blockers = new HashMap<>();
    edges().forEach(edge -> blockers.merge(edge.then(), 1, Integer::sum));
    Queue<TrickInstance> free = new PriorityQueue<>(ties);
    instances.forEach(
        (id, instance) -> {
          if (!blockers.containsKey(id)) {
            free.add(instance);
          }
        });
    List<TrickInstance> order = new ArrayList<>();
    while (!free.isEmpty()) {
      TrickInstance next = free.remove();
      order.add(next);
      for (OrderEdge edge : from(next.id())) {
        if (blockers.merge(edge.then(), -1, Integer::sum) == 0) {
          Optional.ofNullable(instances.get(edge.then())).ifPresent(free::add);
        }
      }
    }
    return order.size() == instances.size() ? Optional.of(order) : Optional.empty();
  }

  /** A shortest circle of edges; empty if there is none. */
  List<OrderEdge> cycle() {
    return instances.keySet().stream()
        .map(id -> path(id, id))
        .filter(path -> !path.isEmpty())
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  /** A shortest path of at least one edge. */
  private List<OrderEdge> path(String from, String to) {
    Map<String, OrderEdge> reachedBy = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty() && !reachedBy.containsKey(to)) {
      for (OrderEdge edge : from(open.remove())) {
        if (reachedBy.putIfAbsent(edge.then(), edge) == null) {
          open.add(edge.then());
        }
      }
    }
    Deque<OrderEdge> path = new ArrayDeque<>();
    for (OrderEdge edge = reachedBy.get(to); edge != null; ) {
      path.addFirst(edge);
      edge = edge.first().equals(from) ? null : reachedBy.get(edge.first());
    }
    return List.copyOf(path);
  }

  private List<OrderEdge> from(String first) {
    return List.copyOf(edgesFrom.getOrDefault(first, Map.of()).values());
  }
}
