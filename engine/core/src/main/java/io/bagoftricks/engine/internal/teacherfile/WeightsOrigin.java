package io.bagoftricks.engine.internal.teacherfile;

import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.weights.RunWeights;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.internal.weights.WeightsFile;
import io.bagoftricks.engine.storage.Disk;
import java.nio.file.Path;
import java.util.List;

/** Where the weights of a trained network are. A value, as the plan that has it is. */
sealed interface WeightsOrigin {
  /**
   * Puts them into a network.
   *
   * @throws io.bagoftricks.engine.problem.ProblemException if they are not there or do not fit
   */
  void load(Inference inference);

  /**
   * In the folder of a run.
   *
   * @param plugins the folders of plugins that the run needs
   */
  record Run(Path folder, List<Path> plugins, WeightsChoice choice) implements WeightsOrigin {
    @Override
    public void load(Inference inference) {
      RunWeights.load(RunFolder.open(Disk.local(), folder, plugins), choice, inference);
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
