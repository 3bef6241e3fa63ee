package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.engine.internal.network.DraftSettings;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.network.LayerOwners;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The result of the setup hooks of tricks.
 *
 * @param layerOwners which trick has put which layer into the network
 */
record Setup(
    Network network,
    Map<String, String> layerOwners,
    NetworkSettings settings,
    List<ParameterGroup> groups,
    Schedule learningRate,
    Schedule momentum,
    List<Receipt> receipts) {
  /** Copies the collections. */
  Setup {
    layerOwners = Map.copyOf(layerOwners);
    groups = List.copyOf(groups);
    receipts = List.copyOf(receipts);
  }

  /**
   * Calls the setup hooks.
   *
   * @param at the tricks at a point, in order
   * @param problems get what is wrong
   * @throws ProblemException if a trick leaves what is not a network
   * @throws TrickException if a trick fails
   */
  static Setup of(
      Recipe recipe,
      RunFacts facts,
      Function<HookPoint, List<BuiltTrick>> at,
      ProblemList problems,
      SetupCalls calls) {
    Graph graph = Graph.of(recipe.model().made(), facts.input(), facts.classes());
    DraftSettings settings = new DraftSettings(facts.input().size(), facts.input().channels());
    SetupAudit audit = new SetupAudit(problems);
    SetupPhases phases = new SetupPhases(recipe, facts, audit, problems, calls);
    LayerOwners owners = new LayerOwners(graph);
    Network network = phases.init(at.apply(HookPoint.ON_INIT), graph, settings, owners);
    SetupPhases.Tuning tuning = phases.paramGroups(at.apply(HookPoint.ON_PARAM_GROUPS), network);
    return new Setup(
        network,
        owners.byLayer(),
        settings.freeze(),
        tuning.groups(),
        tuning.learningRate(),
        tuning.momentum(),
        audit.receipts());
  }
}
