package io.bagoftricks.product.random;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network with the weights that a run begins with, as a teacher: whoever learns from it gets
 * other logits for every image.
 */
record UntrainedTeacher(RunPlan plan) implements TeacherModel {
  @Override
  public TeacherFacts facts() {
    Network network = plan.network();
    int channels = network.input().channels();
    return new TeacherFacts(
        "untrained",
        plan.facts().classes(),
        channels,
        Optional.empty(),
        Normalization.unit(channels),
        network.parameters().size(),
        Optional.of(network),
        "0".repeat(64));
  }

  @Override
  public FrozenNetwork open(Backend backend, Precision precision) {
    Inference inference = Inference.untrained(plan, backend);
    return new FrozenNetwork() {
      @Override
      public INDArray logits(INDArray inputs) {
        return inference.logits(inputs);
      }

      @Override
      public void close() {
        inference.close();
      }
    };
  }
}
