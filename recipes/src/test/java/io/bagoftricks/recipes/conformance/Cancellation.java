package io.bagoftricks.recipes.conformance;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Sigmoid;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds layers that only scale what a batch norm takes any scale back from, so that their gradients
 * are small differences of large numbers: convolutions with one weight for each output, whose
 * gradients are zero but for rounding and the norm's epsilon, and gates.
 */
final class Cancellation {
  private final Network network;

  private Cancellation(Network network) {
    this.network = network;
  }

  /** The names of these layers. */
  static Set<String> in(Network network) {
    Cancellation cancellation = new Cancellation(network);
    return Stream.concat(cancellation.scales(), cancellation.gates()).collect(Collectors.toSet());
  }

  private Stream<String> scales() {
    return readByNormsAlone(Conv2d.class)
        .filter(Cancellation::hasOneWeightPerOutput)
        .map(Vertex::name);
  }

  /** Linear layers before the sigmoid that another tensor is multiplied with. */
  private Stream<String> gates() {
    return readByNormsAlone(Multiply.class)
        .flatMap(product -> inputs(product, Sigmoid.class))
        .flatMap(sigmoid -> inputs(sigmoid, Linear.class))
        .map(Vertex::name);
  }

  private static boolean hasOneWeightPerOutput(Vertex vertex) {
    return vertex.parameters().stream()
        .filter(parameter -> parameter.role() == Role.WEIGHT)
        .map(Parameter::shape)
        .allMatch(shape -> shape.stream().skip(1).allMatch(extent -> extent == 1));
  }

  private Stream<Vertex> readByNormsAlone(Class<? extends Layer> kind) {
    return network.vertices().stream()
        .filter(vertex -> kind.isInstance(vertex.layer()))
        .filter(vertex -> !vertex.equals(network.output()))
        .filter(
            vertex ->
                network.vertices().stream()
                    .filter(reader -> reader.inputs().contains(vertex.name()))
                    .allMatch(reader -> reader.layer() instanceof BatchNorm2d));
  }

  private Stream<Vertex> inputs(Vertex vertex, Class<? extends Layer> kind) {
    return vertex.inputs().stream()
        .map(network::find)
        .flatMap(Optional::stream)
        .filter(input -> kind.isInstance(input.layer()));
  }
}
