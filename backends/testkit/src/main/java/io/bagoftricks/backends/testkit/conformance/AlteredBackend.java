package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.NativeCode;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A backend whose plans do something beside what they should.
 *
 * @param original the backend underneath
 * @param alteration of the passes of its plans
 */
public record AlteredBackend(Backend original, Alteration alteration) implements Backend {
  /** The passes of a plan, as they are altered; unaltered by default. */
  public interface Alteration {
    /**
     * Runs forward.
     *
     * @param plan of the backend underneath
     * @param weights those that the plan computes with
     * @param input shape [batch, channels, height, width]
     * @param draws for layers that draw
     * @return the logits, shape [batch, classes]
     */
    default INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
      return plan.forward(input, draws);
    }

    /**
     * Runs forward on a micro-batch.
     *
     * @param plan of the backend underneath
     * @param weights those that the plan computes with
     * @param input shape [batch, channels, height, width]
     * @param draws for layers that draw
     * @return the logits, shape [batch, classes]
     */
    default INDArray forward(Plan plan, Weights weights, INDArray input, ForwardDraws draws) {
      return forward(plan, weights, input, draws.pass());
    }

    /**
     * Runs backward.
     *
     * @param plan of the backend underneath
     * @param weights those that the plan computes with
     * @param gradient of the logits, shape [batch, classes]
     * @param mode whether the gradients that are there stay in the sum
     */
    default void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
      plan.backward(gradient, mode);
    }
  }

  @Override
  public String id() {
    return "altered " + original.id();
  }

  @Override
  public String description() {
    return original.description();
  }

  @Override
  public Set<Precision> precisions() {
    return original.precisions();
  }

  @Override
  public Precision stored(Precision precision) {
    return original.stored(precision);
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return original.remark(precision);
  }

  @Override
  public List<NativeCode> nativeCode() {
    return original.nativeCode();
  }

  @Override
  public INDArray inputArray(Precision masters, long... shape) {
    return original.inputArray(masters, shape);
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    return original.allocate(network, masters);
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    return new AlteredPlan(original.plan(weights, spec), weights, alteration);
  }

  private record AlteredPlan(Plan plan, Weights weights, Alteration alteration) implements Plan {
    @Override
    public PlanSpec spec() {
      return plan.spec();
    }

    @Override
    public INDArray forward(INDArray input, Draws draws) {
      return alteration.forward(plan, weights, input, draws);
    }

    @Override
    public INDArray forward(INDArray input, ForwardDraws draws) {
      return alteration.forward(plan, weights, input, draws);
    }

    @Override
    public INDArray tap(String layer) {
      return plan.tap(layer);
    }

    @Override
    public void backward(INDArray logitsGradient, Accumulate mode) {
      alteration.backward(plan, weights, logitsGradient, mode);
    }

    @Override
    public void profile(@Nullable Profiler profiler) {
      plan.profile(profiler);
    }

    @Override
    public void countZeros(@Nullable ZeroCounter counter) {
      plan.countZeros(counter);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
