package io.bagoftricks.engine.explain;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.TeacherFacts;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The large arrays of training, in bytes: activations as they are stored, all else 32-bit floats.
 *
 * @param weights masters
 * @param gradients of all weights
 * @param optimizer optimizer state, and a scratch array for an update, which the reference backend
 *     has and others may do without
 * @param activations the output of every layer for one micro-batch, at the largest input size
 * @param batch the images of one effective batch, at the largest input size
 * @param teachers their weights, and of each the two largest outputs of layers for one micro-batch:
 *     a forward in evaluation mode keeps no more
 * @param loader the batches that loader threads prepare, in the Java heap; all else is outside it
 */
record MemoryEstimate(
    double weights,
    double gradients,
    double optimizer,
    double activations,
    double batch,
    double teachers,
    double loader) {
  /**
   * The estimate.
   *
   * @param stored how the backend stores activations
   */
  static MemoryEstimate of(RunPlan plan, Precision stored) {
    double weights =
        Float.BYTES * plan.network().parameters().stream().mapToDouble(Parameter::elements).sum();
    RunFacts facts = plan.facts();
    double batch = facts.batchSize() * largest(plan, shapes -> elements(shapes, true));
    long buffers = Math.min(LoaderPass.buffers((long) batch), facts.stepsPerEpoch());
    return new MemoryEstimate(
        weights,
        weights,
        weights * (plan.recipe().optimizer().made().rule().stateArrays() + 1),
        bytes(stored)
            * largest(plan, shapes -> elements(shapes, false))
            * Math.min(plan.recipe().training().microBatchSize(), facts.batchSize()),
        Float.BYTES * batch,
        plan.teachers().stream()
                .flatMap(teacher -> teacher.model().stream())
                .mapToDouble(model -> teacher(plan, model.facts(), stored))
                .sum()
            + plan.meanTeachers().size()
                * (weights + forward(plan, Optional.of(plan.network()), stored)),
        Float.BYTES * batch * buffers);
  }

  double total() {
    return weights + gradients + optimizer + activations + batch + teachers + loader;
  }

  static double teacher(RunPlan plan, TeacherFacts teacher, Precision stored) {
    return Float.BYTES * (double) teacher.parameters() + forward(plan, teacher.network(), stored);
  }

  /** The two largest outputs of layers, as far as they are known. */
  private static double forward(RunPlan plan, Optional<Network> known, Precision stored) {
    double largest =
        known.stream()
            .flatMap(network -> network.shapes(network.input()).values().stream())
            .map(Shape::elements)
            .sorted(Comparator.reverseOrder())
            .limit(2)
            .mapToDouble(Number::doubleValue)
            .sum();
    return bytes(stored)
        * largest
        * Math.min(plan.recipe().training().microBatchSize(), plan.facts().batchSize());
  }

  private static int bytes(Precision precision) {
    return switch (precision) {
      case DOUBLE -> Double.BYTES;
      case FLOAT -> Float.BYTES;
      case BFLOAT16, FLOAT16 -> Short.BYTES;
    };
  }

  /** The largest value of all epochs, whose input sizes may differ. */
  private static double largest(RunPlan plan, ToDoubleFunction<Map<String, Shape>> elements) {
    int channels = plan.facts().input().channels();
    return IntStream.range(0, plan.facts().epochs())
        .mapToObj(epoch -> plan.settings().inputSize(epoch))
        .distinct()
        .map(size -> plan.network().shapes(new Shape(channels, size.height(), size.width())))
        .mapToDouble(elements)
        .max()
        .orElse(0);
  }

  private static double elements(Map<String, Shape> shapes, boolean ofInput) {
    return shapes.entrySet().stream()
        .filter(e -> e.getKey().equals(Network.INPUT) == ofInput)
        .mapToDouble(e -> e.getValue().elements())
        .sum();
  }
}
