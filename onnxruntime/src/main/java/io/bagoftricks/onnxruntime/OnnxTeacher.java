package io.bagoftricks.onnxruntime;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An ONNX model that is there to be learned from. It computes in float32, whatever the precision of
 * the run.
 */
record OnnxTeacher(TeacherFacts facts, Path file, OnnxContract contract) implements TeacherModel {
  @Override
  public FrozenNetwork open(Backend backend, Precision precision) {
    try {
      if (!OnnxContract.read(file).equals(contract)) {
        throw new ProblemException(
            List.of(
                Problem.error(
                    "teacher/changed",
                    file.toString(),
                    "The model has changed since the run was planned. Start the run again.")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OnnxNetwork.open(file, contract);
  }
}
