package io.bagoftricks.engine.plan.order;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which trick must precede which, directly or through others. Edges may run in a circle. */
public final class Reachability {
  private final Map<String, Integer> places = new HashMap<>();
  private final BitSet[] direct;
  private final BitSet[] reached;

  private Reachability(List<String> instances, Collection<OrderEdge> edges) {
    instances.forEach(instance -> places.put(instance, places.size()));
    direct = new BitSet[places.size()];
    reached = new BitSet[places.size()];
    for (int i = 0; i < direct.length; i++) {
      direct[i] = new BitSet();
    }
    edges.forEach(edge -> direct[place(edge.first())].set(place(edge.then())));
    for (int i = 0; i < direct.length; i++) {
      reached[i] = (BitSet) direct[i].clone();
    }
    // Warshall's closure, a row at a time.
    for (int through = 0; through < reached.length; through++) {
      for (BitSet row : reached) {
        if (row.get(through)) {
          row.or(reached[through]);
        }
      }
    }
  }

  /** The transitive closure of edges between instances. */
  public static Reachability of(List<String> instances, Collection<OrderEdge> edges) {
    return new Reachability(instances, edges);
  }

  /** Whether edges lead from one trick to another. */
  public boolean leads(String from, String to) {
    return reached[place(from)].get(place(to));
  }

  /** Whether edges lead from the first trick of an edge to its second through a third. */
  public boolean isImplied(OrderEdge edge) {
    int then = place(edge.then());
    return direct[place(edge.first())].stream()
        .anyMatch(next -> next != then && reached[next].get(then));
  }

  private int place(String instance) {
    Integer place = places.get(instance);
    if (place == null) {
      throw new IllegalArgumentException("No trick '" + instance + "' is here");
    }
    return place;
  }
}
