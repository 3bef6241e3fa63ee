package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves every value that passes, and every gradient that comes back, by at most one unit in the
 * last place of 32 bits, each by another amount. Behind every layer of a network it shows how far
 * rounding can carry: what cancels does so no longer.
 *
 * @param key gives the same amounts again
 */
record Rounding(String key) implements CustomLayer {
  private static final double UNIT = 0x1.0p-23;
  private static final String SUFFIX = " rounded";

  /** The network with one behind each layer that is read, and behind its input. */
  static Network behindEveryLayer(Network network, long seed) {
    List<Vertex> vertices = new ArrayList<>();
    vertices.add(behind(Network.INPUT, seed));
    for (Vertex vertex : network.vertices()) {
      List<String> inputs = vertex.inputs().stream().map(input -> input + SUFFIX).toList();
      vertices.add(new Vertex(vertex.name(), vertex.layer(), inputs, vertex.parameters()));
      if (!vertex.equals(network.output())) {
        vertices.add(behind(vertex.name(), seed));
      }
    }
    return new Network(network.input(), vertices);
  }

  /** Moves an array's values in place. */
  static INDArray move(INDArray array, String key) {
    INDArray movement = Fill.uniform(key, array.dataType(), array.shape());
    return array.addi(movement.muli(array).muli(UNIT));
  }

  private static Vertex behind(String layer, long seed) {
    return new Vertex(layer + SUFFIX, new Rounding(layer + " " + seed), List.of(layer), List.of());
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public void forward(Forward pass) {
    move(pass.output().assign(pass.input(0)), key);
  }

  @Override
  public void backward(Backward pass) {
    move(pass.inputGradient(0).assign(pass.outputGradient()), key + " gradient");
  }
}
