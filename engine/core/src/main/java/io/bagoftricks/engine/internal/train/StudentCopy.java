package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.teacher.MovingNetwork;
import io.bagoftricks.engine.internal.train.hook.GivenValues;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as the one in training, in evaluation mode, with weights of its own. */
final class StudentCopy implements MovingNetwork {
  private final DataType type;
  private final Weights weights;
  private final PlanCache plans;
  private final Draws draws;

  /**
   * A copy whose weights are zero.
   *
   * @param precision of the run
   */
  StudentCopy(Backend backend, Network network, Precision precision, Draws root) {
    weights = backend.allocate(network, precision.masters());
    type = weights.masters().dataType();
    plans = new PlanCache(backend, weights, precision);
    draws = root.stream("evaluation");
  }

  @Override
  public void put(TeacherWeights given) {
    GivenValues masters = new GivenValues("weights of a teacher", given.weights());
    GivenValues statistics = new GivenValues("statistics of a teacher", given.statistics());
    masters.checkFits(weights.layout().elements(), type);
    statistics.checkFits(weights.layout().statisticsElements(), type);
    masters.copyInto(weights, Part.MASTERS);
    statistics.copyInto(weights, Part.STATISTICS);
  }

  @Override
  public INDArray logits(INDArray inputs) {
    Shape image = new Shape((int) inputs.size(1), (int) inputs.size(2), (int) inputs.size(3));
    return plans.plan((int) inputs.size(0), image, Phase.EVALUATION).forward(inputs, draws);
  }

  @Override
  public void close() {
    plans.close();
    weights.close();
  }
}
