package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanChecks;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.ZeroCounter;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A bound network, its memory, and the checks in front of it. */
final class Nd4jPlan implements Plan {
  private final Nd4jWeights weights;
  private final PlanSpec spec;
  private final PlanChecks checks;
  private final Arena arena;
  private final PlanContext context;
  private final BoundNetwork network;
  private final INDArray logits;

  /**
   * Allocates all memory a run takes.
   *
   * @throws IllegalArgumentException if the network does not fit the shape, naming the layer
   */
  Nd4jPlan(Nd4jWeights weights, PlanSpec spec) {
    this.weights = weights;
    this.spec = spec;
    this.checks = new PlanChecks(weights.network(), spec, weights.type());
    this.arena = new Arena(weights.type());
    try {
      BatchStatistics statistics = new BatchStatistics(weights, arena);
      this.context = new PlanContext(spec.phase(), spec.precision(), arena, weights, statistics);
      this.network = new BoundNetwork(context, spec);
      INDArray last = network.activation(weights.network().output().name());
      this.logits = last.reshape('c', new long[] {spec.batch(), last.length() / spec.batch()});
    } catch (RuntimeException | OutOfMemoryError e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public PlanSpec spec() {
    return spec;
  }

  @Override
  public INDArray forward(INDArray input, Draws draws) {
    return forward(input, ForwardDraws.of(draws));
  }

  @Override
  public INDArray forward(INDArray input, ForwardDraws draws) {
    checks.beforeForward(input);
    network.activation(Network.INPUT).assign(input);
    network.forward(draws);
    if (context.training()) {
      context.statistics().moveRunning(logits);
    }
    checks.afterForward();
    return logits;
  }

  @Override
  public INDArray tap(String layer) {
    checks.beforeTap(layer);
    return network.activation(layer);
  }

  @Override
  public void backward(INDArray logitsGradient, Accumulate mode) {
    checks.beforeBackward(logitsGradient, logits);
    network.logitsGradient().assign(logitsGradient.reshape(network.logitsGradient().shape()));
    switch (mode) {
      case OVERWRITE -> network.backward();
      case ADD -> weights.addingGradients(network::backward);
    }
  }

  @Override
  public void profile(@Nullable Profiler profiler) {
    network.profile(profiler);
  }

  @Override
  public void countZeros(@Nullable ZeroCounter counter) {
    network.countZeros(counter);
  }

  /** Bytes of activations, gradients and scratch. */
  long bytes() {
    return arena.bytes();
  }

  @Override
  public void close() {
    checks.close();
    arena.close();
  }
}
