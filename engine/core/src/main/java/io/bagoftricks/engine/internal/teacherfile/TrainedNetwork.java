package io.bagoftricks.engine.internal.teacherfile;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.List;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that this program has trained, as a teacher.
 *
 * @param plan of the run that it was trained in, or of a recipe with its structure
 * @param origin of its weights
 */
record TrainedNetwork(TeacherFacts facts, RunPlan plan, WeightsOrigin origin)
    implements TeacherModel {
  @Override
  public FrozenNetwork open(Backend backend, Precision precision) {
    if (!backend.precisions().contains(precision)) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "backend/precision",
                  plan.recipe().source(),
                  "Backend '%s' cannot run a teacher in %s; it can in %s."
                      .formatted(backend.id(), precision, new TreeSet<>(backend.precisions())))));
    }
    Inference inference = Inference.of(plan, backend, precision);
    try {
      origin.load(inference);
      inference.keepEvaluatedWeights();
      return new Frozen(inference);
    } catch (RuntimeException | Error e) {
      try (inference) {
        throw e;
      }
    }
  }

  /** Its network, which frees its memory. */
  private record Frozen(Inference inference) implements FrozenNetwork {
    @Override
    public INDArray logits(INDArray inputs) {
      return inference.logits(inputs);
    }

    @Override
    public void close() {
      inference.close();
    }
  }
}
