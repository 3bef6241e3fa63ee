package io.bagoftricks.recipes.conformance;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Sigmoid;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds layers that only scale what a batch norm takes any scale back from, so that their gradients
 * are small differences of large numbers: convolutions with one weight for each output, whose
 * gradients are zero but for rounding and the norm's epsilon, and what makes one factor of a
 * product: gates, and the scales of other norms.
 */
final class Cancellation {
  private final Network network;

  private Cancellation(Network network) {
    this.network = network;
  }

  /** The names of these layers. */
  static Set<String> in(Network network) {
    Cancellation cancellation = new Cancellation(network);
    return Stream.concat(cancellation.scales(), cancellation.factors()).collect(Collectors.toSet());
  }

  private Stream<String> scales() {
    return network.vertices().stream()
        .filter(vertex -> vertex.layer() instanceof Conv2d)
        .filter(Cancellation::hasOneWeightPerOutput)
        .filter(this::isReadByNormsAlone)
        .map(Vertex::name);
  }

  /** Layers that scale a factor: those of gates, and what scales before a ReLU or a sum. */
  private Stream<String> factors() {
    return network.vertices().stream()
        .filter(vertex -> vertex.layer() instanceof Multiply)
        .filter(this::losesItsScale)
        .flatMap(this::inputs)
        .flatMap(this::behindActivations)
        .filter(Cancellation::scalesItsOutput)
        .map(Vertex::name);
  }

  private static boolean scalesItsOutput(Vertex vertex) {
    return vertex.layer() instanceof Linear
        || vertex.layer() instanceof BatchNorm2d
        || vertex.layer() instanceof ScaledTanh;
  }

  /** The layers that a factor is computed from, up to those that change its shape. */
  private Stream<Vertex> behindActivations(Vertex vertex) {
    boolean goesOn =
        vertex.layer() instanceof Sigmoid
            || vertex.layer() instanceof Relu
            || vertex.layer() instanceof Add
            || vertex.layer() instanceof Linear;
    return goesOn
        ? Stream.concat(Stream.of(vertex), inputs(vertex).flatMap(this::behindActivations))
        : Stream.of(vertex);
  }

  /** Whether a norm takes its scale back, on one of the ways that lead on from it. */
  private boolean losesItsScale(Vertex vertex) {
    return readers(vertex)
        .anyMatch(
            reader ->
                reader.layer() instanceof BatchNorm2d
                    || (reader.layer() instanceof Conv2d conv
                        && !conv.bias()
                        && isReadByNormsAlone(reader)));
  }

  private static boolean hasOneWeightPerOutput(Vertex vertex) {
    return vertex.parameters().stream()
        .filter(parameter -> parameter.role() == Role.WEIGHT)
        .map(Parameter::shape)
        .allMatch(shape -> shape.stream().skip(1).allMatch(extent -> extent == 1));
  }

  private boolean isReadByNormsAlone(Vertex vertex) {
    return !vertex.equals(network.output())
        && readers(vertex).allMatch(reader -> reader.layer() instanceof BatchNorm2d);
  }

  private Stream<Vertex> readers(Vertex vertex) {
    return network.vertices().stream().filter(reader -> reader.inputs().contains(vertex.name()));
  }

  private Stream<Vertex> inputs(Vertex vertex) {
    return vertex.inputs().stream().map(network::find).flatMap(Optional::stream);
  }
}
