package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.onednn.TestNetworks;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of convolutions on a backend, in the precision of a plan. */
final class ConvolutionRuns {
  private static final int BATCH = 3;

  private ConvolutionRuns() {}

  /** The logits of training, and the gradients of the convolutions summed over two batches. */
  static List<INDArray> run(Backend backend, Network network, Precision precision) {
    DataType type = precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    PlanSpec spec = new PlanSpec(BATCH, network.input(), Phase.TRAINING, precision);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, masters(precision)));
        Plan plan = backend.plan(weights, spec)) {
      List<INDArray> results = new ArrayList<>();
      for (Accumulate mode : Accumulate.values()) {
        INDArray images =
            TestNetworks.uniform("images" + mode, type, Formats.extents(BATCH, network.input()));
        results.add(plan.forward(images, Draws.of(1)).dup().castTo(DataType.DOUBLE));
        plan.backward(TestNetworks.uniform("gradient" + mode, type, BATCH, 5), mode);
      }
      for (String name : List.of("conv1.weight", "conv2.weight", "conv3.weight")) {
        results.add(weights.gradient(name).dup().castTo(DataType.DOUBLE));
      }
      return results;
    }
  }

  /** The logits of evaluation. */
  static INDArray evaluate(Backend backend, Network network, Precision precision) {
    DataType type = precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    PlanSpec spec = new PlanSpec(BATCH, network.input(), Phase.EVALUATION, precision);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, masters(precision)));
        Plan plan = backend.plan(weights, spec)) {
      INDArray images =
          TestNetworks.uniform("images", type, Formats.extents(BATCH, network.input()));
      return plan.forward(images, Draws.of(1)).dup().castTo(DataType.DOUBLE);
    }
  }

  private static Precision masters(Precision precision) {
    return precision == Precision.DOUBLE ? precision : Precision.FLOAT;
  }

  /** The norm of the difference, as a share of that of what is exact. */
  static double error(INDArray exact, INDArray actual) {
    return exact.sub(actual).norm2Number().doubleValue() / exact.norm2Number().doubleValue();
  }
}
