package io.bagoftricks.engine.ablate;

import io.bagoftricks.engine.internal.storage.FileHash;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.ResultKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * All that decides the numbers of a run: runs with the same may stand in one table.
 *
 * @param resultKey of the recipe
 * @param data fingerprint
 * @param backend id
 * @param weights a hash of those that training starts from; empty where initializers fill them
 * @param teachers a hash of each that the recipe's tricks learn from
 */
record Origin(
    String resultKey, String data, String backend, String weights, List<String> teachers) {
  /** Copies the list. */
  Origin {
    teachers = List.copyOf(teachers);
  }

  /**
   * Of a plan's recipe.
   *
   * @throws IOException if weights that it names cannot be read
   */
  static Origin of(RunPlan plan, String data, String backend) throws IOException {
    Optional<String> weights = plan.recipe().start().weights();
    return new Origin(
        ResultKey.of(plan.recipe()),
        data,
        backend,
        weights.isPresent() ? FileHash.sha256(UserPath.of(weights.get())) : "",
        plan.teachers().stream().map(teacher -> teacher.present().facts().sha256()).toList());
  }

  /** The same of a recipe that names the same data and teachers. */
  Origin of(Recipe recipe) {
    return new Origin(ResultKey.of(recipe), data, backend, weights, teachers);
  }
}
