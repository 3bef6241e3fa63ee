package io.bagoftricks.engine.internal.teacherfile;

import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.weights.RunWeights;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.internal.weights.WeightsFile;
import java.nio.file.Path;

/** Where the weights of a trained network are. A value, as the plan that has it is. */
sealed interface WeightsOrigin {
  /**
   * Puts them into a network.
   *
   * @throws io.bagoftricks.engine.problem.ProblemException if they are not there or do not fit
   */
  void load(Inference inference);

  /** In the folder of a run. */
  record Run(Path folder, WeightsChoice choice) implements WeightsOrigin {
    @Override
    public void load(Inference inference) {
      RunWeights.load(folder, choice, inference);
    }
  }

  /** In a file of safetensors. */
  record File(Path path) implements WeightsOrigin {
    @Override
    public void load(Inference inference) {
      WeightsFile.open(path).load(inference.weights());
    }
  }
}
