package io.bagoftricks.engine.weights;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.plan.RunPlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The weights that a recipe names in {@code model.weights}. */
public final class StartingWeights {
  private StartingWeights() {}

  /**
   * Puts the recipe's weights in place of the initial ones, if it names any.
   *
   * @param weights as they were initialized
   * @return what was done, in a sentence
   * @throws io.bagoftricks.engine.recipe.RecipeException if they do not fit, with all reasons
   */
  public static Optional<String> load(RunPlan plan, Weights weights) {
    return plan.recipe().model().weights().map(file -> load(file, weights));
  }

  private static String load(String file, Weights weights) {
    Set<String> head = WeightsFile.open(Path.of(file)).loadAllButAnotherHead(weights);
    return head.isEmpty()
        ? "starts from the weights in %s".formatted(file)
        : "starts from the weights in %s, all but %s: the number of classes is another, so the head is new"
            .formatted(file, String.join(", ", head));
  }
}
