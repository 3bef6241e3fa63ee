package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Parameters that {@code model.freeze} names: their rate and their decay become zero. A batch norm
 * both of whose parameters are frozen keeps its running statistics and normalizes with them, unless
 * {@code model.freezeStatistics} is false.
 */
final class Freezing {
  private Freezing() {}

  /** A network whose batch norms are frozen where the recipe says so. */
  static Network norms(Recipe recipe, Network network) {
    if (recipe.start().freeze().isEmpty() || !freezesStatistics(recipe)) {
      return network;
    }
    Predicate<Parameter> frozen = frozen(recipe);
    return new Network(
        network.input(),
        network.vertices().stream()
            .map(
                vertex ->
                    vertex.layer() instanceof BatchNorm2d norm
                            && vertex.parameters().stream().allMatch(frozen)
                        ? new Network.Vertex(
                            vertex.name(), norm.freeze(), vertex.inputs(), vertex.parameters())
                        : vertex)
            .toList());
  }

  /** Freezes parameters that the recipe names; a name that no parameter has is a problem. */
  static void apply(Recipe recipe, Network network, GroupFactors factors, ProblemList problems) {
    List<String> names = recipe.start().freeze();
    if (names.isEmpty()) {
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (factors.parameters().stream().noneMatch(Parameter.below(name))) {
        problems.add(
            Problem.error(
                "recipe/freeze-nothing",
                recipe.model().places().of("freeze[" + i + "]"),
                "model.freeze "
                    + Suggestions.unknown(
                        name,
                        "layer or parameter",
                        Parameter.namesLike(name, factors.parameters()))));
      }
    }
    Predicate<Parameter> frozen = frozen(recipe);
    int count = factors.freeze(frozen);
    int all = factors.parameters().size();
    if (count == all) {
      problems.add(
          Problem.error(
              "recipe/all-frozen",
              recipe.model().places().of("freeze"),
              "model.freeze leaves no parameter to train. Take the head's name, or more, out of"
                  + " it."));
    }
    problems.add(
        Problem.note(
            "recipe/frozen",
            recipe.model().places().of("freeze"),
            String.format(
                Locale.ROOT,
                "%d of %d parameters keep their values: they are not updated and do not decay. %s",
                count,
                all,
                ofNorms(recipe, network))));
  }

  private static String ofNorms(Recipe recipe, Network network) {
    if (!freezesStatistics(recipe)) {
      return "Running statistics of all batch norms move on (model.freezeStatistics is false).";
    }
    List<BatchNorm2d> norms =
        network.vertices().stream()
            .filter(vertex -> vertex.layer() instanceof BatchNorm2d)
            .map(vertex -> (BatchNorm2d) vertex.layer())
            .toList();
    return String.format(
        Locale.ROOT,
        "%d of %d batch norms keep their running statistics and work with them.",
        norms.stream().filter(BatchNorm2d::frozen).count(),
        norms.size());
  }

  private static boolean freezesStatistics(Recipe recipe) {
    return recipe.start().freezeStatistics().orElse(true);
  }

  private static Predicate<Parameter> frozen(Recipe recipe) {
    return parameter ->
        recipe.start().freeze().stream().anyMatch(name -> Parameter.below(name).test(parameter));
  }
}
