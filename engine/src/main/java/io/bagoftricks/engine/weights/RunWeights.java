package io.bagoftricks.engine.weights;

import io.bagoftricks.engine.checkpoint.Checkpoint;
import io.bagoftricks.engine.checkpoint.CheckpointStore;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.Inference;
import java.nio.file.Path;
import java.util.List;

/** Puts the weights of a run that was kept into a network that is to be used. */
public final class RunWeights {
  private static final String KEPT = "weights.safetensors";

  private RunWeights() {}

  /**
   * Loads weights, and where they come from a checkpoint and are to be as evaluated, what the
   * tricks remember.
   *
   * @param folder of the run
   * @param plan whose states the network uses
   * @throws RecipeException if the run has no such weights, or they do not fit, with the reason
   */
  public static void load(Path folder, WeightsChoice choice, RunPlan plan, Inference inference) {
    if (choice == WeightsChoice.EVALUATED) {
      WeightsFile.open(folder.resolve(KEPT)).load(inference.weights());
      return;
    }
    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"), Disk.local());
    Checkpoint checkpoint =
        store.open(choice == WeightsChoice.BEST ? CheckpointStore.BEST : CheckpointStore.LAST);
    checkpoint.restoreWeights(inference.weights());
    if (choice != WeightsChoice.RAW) {
      checkpoint.restoreStates(plan.states());
    }
    if (choice == WeightsChoice.AVERAGED && !inference.choosesWeights()) {
      throw new RecipeException(
          List.of(
              Problem.error(
                  "weights/no-average",
                  folder.toString(),
                  "No trick of this run keeps an average of its weights. Use raw, last or best.")));
    }
  }
}
