package io.bagoftricks.engine.internal.weights;

import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;

/** Puts the weights of a run that was kept into a network that is to be used. */
public final class RunWeights {
  private RunWeights() {}

  /**
   * Loads weights, and where they come from a checkpoint and are to be as evaluated, what the
   * tricks remember. Those of a checkpoint are evaluated as the run did it there.
   *
   * @throws ProblemException if the run has no such weights, or they do not fit, with the reason
   */
  public static void load(RunFolder run, WeightsChoice choice, Inference inference) {
    if (choice == WeightsChoice.EVALUATED) {
      WeightsFile.open(evaluated(run)).load(inference.weights());
      return;
    }
    Checkpoint checkpoint =
        run.checkpoints()
            .open(choice == WeightsChoice.BEST ? CheckpointStore.BEST : CheckpointStore.LAST);
    checkpoint.restoreWeights(inference.weights());
    inference.after(checkpoint.progress().updates());
    if (choice != WeightsChoice.RAW) {
      checkpoint.restoreStates(inference.tricks().states());
    }
    if (choice == WeightsChoice.AVERAGED && !inference.choosesWeights()) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "weights/no-average",
                  run.path().toString(),
                  "No trick of this run keeps an average of its weights. Use raw, last or best.")));
    }
  }

  /** The weights that a run ended with, all bytes checked. */
  private static Path evaluated(RunFolder run) {
    if (!run.ending().isWritten()) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "weights/run-not-ended",
                  run.path().toString(),
                  "The run has not ended, so it has kept no weights. "
                      + (run.checkpoints().names().isEmpty()
                          ? "Begin it again: " + run.advice().resumption()
                          : "Use those of its last checkpoint, --weights last, or end the run: "
                              + run.advice().resumption()))));
    }
    run.ending().check();
    return run.ending().weights();
  }
}
