package io.bagoftricks.engine.internal.weights;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.storage.Disk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The weights that a recipe names in {@code model.weights}. */
public final class StartingWeights {
  private StartingWeights() {}

  /**
   * Puts the recipe's weights in place of the initial ones, if it names any.
   *
   * @param weights as they were initialized
   * @param plugins the folders of plugins, for commands that go on with a run
   * @return what was done, in a sentence
   * @throws io.bagoftricks.engine.problem.ProblemException if they do not fit, with all reasons
   */
  public static Optional<String> load(RunPlan plan, Weights weights, List<Path> plugins) {
    return plan.recipe().start().weights().map(file -> load(file, weights, plugins));
  }

  /**
   * Says where a recipe's weights are not there. That keeps nobody from planning, or from looking
   * at a run that was started with them.
   */
  public static Optional<Problem> missing(Recipe recipe) {
    return recipe
        .start()
        .weights()
        .filter(file -> !Files.isRegularFile(UserPath.of(file)))
        .map(
            file ->
                Problem.warning(
                    "weights/missing",
                    recipe.source(),
                    "model.weights is '%s', but there is no such file: training would not start. Runs keep theirs in weights.safetensors."
                        .formatted(file)));
  }

  private static String load(String file, Weights weights, List<Path> plugins) {
    Path path = UserPath.of(file);
    checkIfOfARun(path.toAbsolutePath(), plugins);
    Set<String> head = WeightsFile.open(path).loadAllButAnotherHead(weights);
    return head.isEmpty()
        ? "starts from the weights in %s".formatted(file)
        : "starts from the weights in %s, all but %s: the number of classes is another, so the head is new"
            .formatted(file, String.join(", ", head));
  }

  /** Weights in the folder of a run or of a checkpoint have to be those that were written. */
  private static void checkIfOfARun(Path file, List<Path> plugins) {
    Path folder = file.getParent();
    if (folder != null && Checkpoint.isOne(folder)) {
      Checkpoint.open(folder);
    } else if (folder != null && RunFolder.isRun(folder)) {
      RunFolder run = RunFolder.open(Disk.local(), folder, plugins);
      if (run.ending().weights().equals(file)) {
        run.ending().check();
      }
    }
  }
}
