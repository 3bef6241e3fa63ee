package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/** A backend in one of its precisions. */
record Subject(Backend backend, Precision precision) {
  /** The precision of the masters. */
  Precision masters() {
    return precision == Precision.DOUBLE ? Precision.DOUBLE : Precision.FLOAT;
  }

  /** How the backend stores activations for the precision. */
  Precision stored() {
    return backend.stored(precision);
  }

  /** The type of masters, inputs and logits. */
  DataType type() {
    return precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
  }

  /** How far numbers of the size of 1 may be from those of a definition. */
  double tolerance() {
    return precision == Precision.DOUBLE ? 1e-12 : 1e-5;
  }

  /** Weights as they are allocated. */
  Weights allocate(Network network) {
    return backend.allocate(network, masters());
  }

  /** Weights filled with numbers that depend on the parameters' names alone. */
  Weights filled(Network network) {
    Weights weights = allocate(network);
    Fill.uniform(weights);
    return weights;
  }

  /** A plan at the network's own input. */
  Plan plan(Weights weights, int batch, Phase phase, String... taps) {
    return plan(weights, batch, weights.network().input(), phase, taps);
  }

  /** A plan at another input. */
  Plan plan(Weights weights, int batch, Shape input, Phase phase, String... taps) {
    return backend.plan(weights, new PlanSpec(batch, input, phase, precision, Set.of(taps)));
  }

  /** A plan for training at the network's own input, without the gradients of some parameters. */
  Plan freezing(Weights weights, int batch, Set<String> frozen) {
    Shape input = weights.network().input();
    return backend.plan(
        weights, new PlanSpec(batch, input, Phase.TRAINING, precision, Set.of(), frozen));
  }

  @Override
  public String toString() {
    return backend.id() + " " + precision;
  }
}
