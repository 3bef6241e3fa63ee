package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A bound network, its memory, and the checks in front of it. */
final class Nd4jPlan implements Plan {
  private final Nd4jWeights weights;
  private final PlanSpec spec;
  private final Arena arena;
  private final PlanContext context;
  private final BoundNetwork network;
  private final INDArray logits;
  private boolean ran;
  private boolean mayGoBack;

  /**
   * Allocates all memory a run takes.
   *
   * @throws IllegalArgumentException if the network does not fit the shape, naming the layer
   */
  Nd4jPlan(Nd4jWeights weights, PlanSpec spec) {
    requireLayers(weights.network(), spec.taps());
    this.weights = weights;
    this.spec = spec;
    this.arena = new Arena(weights.type());
    try {
      BatchStatistics statistics = new BatchStatistics(weights, arena);
      this.context = new PlanContext(spec.phase(), arena, weights, statistics);
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
    INDArray images = network.activation(Network.INPUT);
    requireShape("input", input, images);
    images.assign(input);
    network.forward(draws);
    if (context.training()) {
      context.statistics().moveRunning(logits);
    }
    ran = true;
    mayGoBack = context.training();
    return logits;
  }

  @Override
  public INDArray tap(String layer) {
    if (!spec.taps().contains(layer)) {
      throw new IllegalArgumentException(
          "Layer '%s' is not among the taps of this plan: %s. Name it in the PlanSpec."
              .formatted(layer, spec.taps()));
    }
    if (!ran) {
      throw new IllegalStateException("There is no forward yet, and so no layer's output.");
    }
    return network.activation(layer);
  }

  @Override
  public void backward(INDArray logitsGradient, Accumulate mode) {
    requireTrainingForward();
    requireShape("gradient of the logits", logitsGradient, logits);
    network.logitsGradient().assign(logitsGradient.reshape(network.logitsGradient().shape()));
    mayGoBack = false;
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
    arena.close();
  }

  private void requireTrainingForward() {
    if (!context.training()) {
      throw new IllegalStateException(
          "This plan is for evaluation and keeps nothing for backward. Make one for training.");
    }
    if (!mayGoBack) {
      throw new IllegalStateException(
          "Backward needs a forward before it, one for each backward; call forward first.");
    }
  }

  private static void requireLayers(Network network, Set<String> taps) {
    for (String tap : taps) {
      if (network.find(tap).isEmpty()) {
        throw new IllegalArgumentException(
            "The network has no layer '%s' to tap; it has %s"
                .formatted(tap, network.vertices().stream().map(Vertex::name).toList()));
      }
    }
  }

  private void requireShape(String what, INDArray actual, INDArray expected) {
    if (!Arrays.equals(actual.shape(), expected.shape())
        || actual.dataType() != expected.dataType()) {
      throw new IllegalArgumentException(
          "The %s has the shape %s in %s, but this plan takes %s in %s."
              .formatted(
                  what,
                  Arrays.toString(actual.shape()),
                  actual.dataType(),
                  Arrays.toString(expected.shape()),
                  expected.dataType()));
    }
  }
}
