package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Holds the callers of a plan to its contract: shapes and types, one backward after each training
 * forward, taps that were asked for.
 */
public final class PlanChecks {
  private final PlanSpec spec;
  private final DataType type;
  private boolean ran;
  private boolean mayGoBack;
  private boolean closed;

  /**
   * For one plan.
   *
   * @param network that the plan runs
   * @param spec what the plan was made for
   * @param type of the weights' masters, and so of what goes in and out
   * @throws IllegalArgumentException if a tap is not a layer of the network, or what is frozen is
   *     not a parameter of it
   */
  public PlanChecks(Network network, PlanSpec spec, DataType type) {
    this.spec = spec;
    this.type = type;
    for (String tap : spec.taps()) {
      if (network.find(tap).isEmpty()) {
        throw new IllegalArgumentException(
            "The network has no layer '%s' to tap; it has %s"
                .formatted(tap, network.vertices().stream().map(Vertex::name).toList()));
      }
    }
    Set<String> unknown = new TreeSet<>(spec.frozen());
    List<String> known = network.parameters().stream().map(Parameter::name).toList();
    unknown.removeAll(Set.copyOf(known));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The network has no parameters %s to freeze; it has %s".formatted(unknown, known));
    }
  }

  /**
   * Before a forward. Until it has come to its end there is nothing to go back over.
   *
   * @param input as it was given to forward
   * @throws IllegalArgumentException if the input's shape or type is not that of the plan
   * @throws IllegalStateException if the plan is closed
   */
  public void beforeForward(INDArray input) {
    requireOpen();
    requireShape(
        "input",
        input,
        spec.batch(),
        spec.input().channels(),
        spec.input().height(),
        spec.input().width());
    ran = false;
    mayGoBack = false;
  }

  /** After a forward that came to its end. */
  public void afterForward() {
    ran = true;
    mayGoBack = spec.phase() == Phase.TRAINING;
  }

  /**
   * Before a backward; the plan may not go back again before the next forward.
   *
   * @param logitsGradient as it was given to backward
   * @param logits of the last forward
   * @throws IllegalStateException without a training forward before that no backward followed, or
   *     if the plan is closed
   * @throws IllegalArgumentException if the gradient's shape or type is not that of the logits
   */
  public void beforeBackward(INDArray logitsGradient, INDArray logits) {
    requireOpen();
    if (spec.phase() != Phase.TRAINING) {
      throw new IllegalStateException(
          "This plan is for evaluation and keeps nothing for backward. Make one for training.");
    }
    if (!mayGoBack) {
      throw new IllegalStateException(
          "Backward needs a forward before it, one for each backward; call forward first.");
    }
    requireShape("gradient of the logits", logitsGradient, logits.shape());
    mayGoBack = false;
  }

  /**
   * Before a layer's output is handed out.
   *
   * @param layer as it was given to {@link Plan#tap}
   * @throws IllegalArgumentException if the layer is not among the taps
   * @throws IllegalStateException if the plan has not run, or is closed
   */
  public void beforeTap(String layer) {
    requireOpen();
    if (!spec.taps().contains(layer)) {
      throw new IllegalArgumentException(
          "Layer '%s' is not among the taps of this plan: %s. Name it in the PlanSpec."
              .formatted(layer, spec.taps()));
    }
    if (!ran) {
      throw new IllegalStateException("There is no forward yet, and so no layer's output.");
    }
  }

  /** The plan has no memory any more. */
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The plan is closed. Make another one.");
    }
  }

  private void requireShape(String what, INDArray actual, long... expected) {
    if (!Arrays.equals(actual.shape(), expected) || actual.dataType() != type) {
      throw new IllegalArgumentException(
          "The %s has the shape %s in %s, but this plan takes %s in %s."
              .formatted(
                  what,
                  Arrays.toString(actual.shape()),
                  actual.dataType(),
                  Arrays.toString(expected),
                  type));
    }
  }
}
