package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.engine.network.DraftSettings;
import io.bagoftricks.engine.network.LayerOwners;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.StoredState;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is decided before any memory exists.
 *
 * @param layerOwners which trick has put which layer into the network
 * @param hooks the tricks at each point, in order
 * @param order why they are in this order
 * @param notes what the user should know, warnings first
 */
public record RunPlan(
    Recipe recipe,
    RunFacts facts,
    Network network,
    LayerOwners layerOwners,
    DraftSettings settings,
    List<ParameterGroup> groups,
    Schedule learningRate,
    Schedule momentum,
    Map<HookPoint, List<PlannedTrick>> hooks,
    List<OrderEdge> order,
    List<Receipt> receipts,
    List<Problem> notes) {
  /** Copies the collections. */
  public RunPlan {
    groups = List.copyOf(groups);
    hooks = Map.copyOf(hooks);
    order = List.copyOf(order);
    receipts = List.copyOf(receipts);
    notes = List.copyOf(notes);
  }

  /** The same with another schedule of the learning rate. */
  public RunPlan withLearningRate(Schedule other) {
    return new RunPlan(
        recipe,
        facts,
        network,
        layerOwners,
        settings,
        groups,
        other,
        momentum,
        hooks,
        order,
        receipts,
        notes);
  }

  /** The tricks at a point, in order. */
  public List<PlannedTrick> at(HookPoint point) {
    return hooks.getOrDefault(point, List.of());
  }

  /** What each trick remembers, by instance id. Whoever runs the plan closes them. */
  public SortedMap<String, StoredState> states() {
    SortedMap<String, StoredState> states = new TreeMap<>();
    hooks
        .values()
        .forEach(at -> at.forEach(planned -> states.put(planned.instance(), planned.state())));
    return states;
  }
}
