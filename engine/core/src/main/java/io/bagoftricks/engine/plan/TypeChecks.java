package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TypeEntry;

/** Checks the data, model and optimizer of a recipe against the run. */
final class TypeChecks {
  private final Recipe recipe;
  private final RunFacts facts;
  private final ProblemList problems;

  TypeChecks(Recipe recipe, RunFacts facts, ProblemList problems) {
    this.recipe = recipe;
    this.facts = facts;
    this.problems = problems;
  }

  /**
   * Notes what is wrong.
   *
   * @return whether the model builds a network
   * @throws io.bagoftricks.engine.plugin.TypeException if one of them fails
   */
  boolean check() {
    check("data", recipe.data());
    check("optimizer", recipe.optimizer());
    return check("model", recipe.model()) && buildsANetwork();
  }

  private boolean check(String section, TypeEntry<?> entry) {
    SettingProblems found = new SettingProblems(section, entry.places(), problems);
    entry.type().check(entry.settings(), facts, found);
    return !found.hasErrors();
  }

  private boolean buildsANetwork() {
    try {
      Graph unused = Graph.of(recipe.model().made(), facts.input(), facts.classes());
      return true;
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.error(
              "recipe/network",
              recipe.model().where(),
              "model.type '%s' gives no network for images of %s and %s classes: %s."
                  .formatted(
                      recipe.model().type().id(),
                      facts.input(),
                      facts.classes(),
                      String.valueOf(e.getMessage()).replaceFirst("\\.$", ""))));
      return false;
    }
  }
}
