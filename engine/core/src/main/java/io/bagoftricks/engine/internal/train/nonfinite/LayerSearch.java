package io.bagoftricks.engine.internal.train.nonfinite;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a network with every layer tapped, to find the first whose output is not finite. */
record LayerSearch(Network network, Map<String, String> owners, PlanCache plans) {
  /**
   * A sentence about the first layer whose output is not finite, if there is one. A forward for
   * training moves running statistics.
   *
   * @param inputs images, [batch x channels x height x width], finite
   */
  Optional<String> first(INDArray inputs, Phase phase, ForwardDraws draws) {
    List<String> layers = network.vertices().stream().map(Network.Vertex::name).toList();
    Shape image = new Shape((int) inputs.size(1), (int) inputs.size(2), (int) inputs.size(3));
    try (Plan tapped = plans.tapped((int) inputs.size(0), image, phase, Set.copyOf(layers))) {
      tapped.forward(inputs, draws);
      return layers.stream()
          .filter(layer -> !Finiteness.allFinite(tapped.tap(layer)))
          .findFirst()
          .map(
              layer ->
                  "The first layer whose output is not finite is '%s' (%s); the weights and its inputs are."
                      .formatted(
                          layer,
                          kind(layer)
                              + (owners.containsKey(layer)
                                  ? " of '" + owners.get(layer) + "'"
                                  : "")));
    } catch (InsufficientMemoryException e) {
      return Optional.of("There was too little memory to look at the layers.");
    }
  }

  private String kind(String layer) {
    return network
        .find(layer)
        .map(vertex -> vertex.layer().getClass().getSimpleName())
        .orElseThrow();
  }
}
