package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.split.SplitRoles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is decided before any memory exists: a value, which may be compared, kept and run
 * any number of times. Tricks are built anew for each run ({@link RunTricks}).
 *
 * <p>Two plans of a recipe with the same tricks are equal, if the layers that tricks bring say so
 * (records do).
 *
 * @param data the numbers of the data, split as the recipe says
 * @param layerOwners which trick has put which layer into the network, by the layer's name
 * @param tricks all tricks, in the order of the recipe
 * @param hooks the tricks at each point, in order
 * @param order why they are in this order
 * @param teachers frozen networks that tricks learn from
 * @param meanTeachers teachers built as the network, with weights that tricks give
 * @param notes what the user should know, warnings first
 * @param calls is told of every call of a trick
 */
public record RunPlan(
    Recipe recipe,
    DataFacts data,
    RunFacts facts,
    Network network,
    Map<String, String> layerOwners,
    NetworkSettings settings,
    List<ParameterGroup> groups,
    Schedule learningRate,
    Schedule momentum,
    List<PlannedTrick> tricks,
    Map<HookPoint, List<PlannedTrick>> hooks,
    List<OrderEdge> order,
    List<PlannedTeacher> teachers,
    List<MeanTeacherPlan> meanTeachers,
    List<Receipt> receipts,
    List<Problem> notes,
    RunningCalls calls) {
  /** Copies the collections. */
  public RunPlan {
    layerOwners = Map.copyOf(layerOwners);
    groups = List.copyOf(groups);
    tricks = List.copyOf(tricks);
    hooks = Map.copyOf(hooks);
    order = List.copyOf(order);
    teachers = List.copyOf(teachers);
    meanTeachers = List.copyOf(meanTeachers);
    receipts = List.copyOf(receipts);
    notes = List.copyOf(notes);
  }

  /** The same with another schedule of the learning rate. */
  public RunPlan withLearningRate(Schedule other) {
    return with(network, other);
  }

  /** The same with a network of the same structure. */
  RunPlan withNetwork(Network other) {
    return with(other, learningRate);
  }

  private RunPlan with(Network newNetwork, Schedule newRate) {
    return new RunPlan(
        recipe,
        data,
        facts,
        newNetwork,
        layerOwners,
        settings,
        groups,
        newRate,
        momentum,
        tricks,
        hooks,
        order,
        teachers,
        meanTeachers,
        receipts,
        notes,
        calls);
  }

  /** The uses of the splits of the data. */
  public SplitRoles roles() {
    return SplitRoles.of(data);
  }

  /**
   * Tells that the best epoch is chosen by the images that the run is judged by, where that is so
   * and the recipe does not say it. Nobody knows it where numbers of the data are assumed.
   */
  public Optional<Problem> chosenByTest() {
    return roles().choosesByTest() && recipe.splits().validation().isEmpty() && assumed().isEmpty()
        ? Optional.of(
            Problem.note(
                "data/chosen-by-test",
                recipe.data().where(),
                "The data have no validation split: the run is evaluated on the test split while it trains, and its best epoch is chosen by it. Write into data \"validation\": {\"share\": 0.1} for a test of its own, or \"validation\": \"test\" to leave it at that."))
        : Optional.empty();
  }

  /** Tells which numbers are assumed, where the data are not there (yet). */
  public Optional<Problem> assumed() {
    try {
      return KnownSource.of(recipe.data().made())
          .assumed()
          .map(
              words ->
                  Problem.note(
                      "data/assumed",
                      recipe.data().where(),
                      words
                          + " Name the data with --set data.root=DIR, or write their numbers into data."));
    } catch (IOException e) {
      return Optional.empty(); // the plan has numbers of data that are there no more
    }
  }

  /** The tricks at a point, in order. */
  public List<PlannedTrick> at(HookPoint point) {
    return hooks.getOrDefault(point, List.of());
  }

  /** The instance that put a layer into the network; empty where the model did. */
  public Optional<String> ownerOf(String layer) {
    return Optional.ofNullable(layerOwners.get(layer));
  }
}
