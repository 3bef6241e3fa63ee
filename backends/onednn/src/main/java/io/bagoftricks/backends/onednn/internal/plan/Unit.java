package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers that run as one operation: the first, and what is done to its result before it is stored.
 *
 * @param layers in order; the output of each but the last is read by the next alone
 * @param inputs of the first layer, then what a later one reads besides
 */
public record Unit(List<Vertex> layers, List<String> inputs) {
  public Unit {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
  }

  static Unit of(Vertex vertex) {
    return new Unit(List.of(vertex), vertex.inputs());
  }

  /** This unit, then a layer that reads its output. */
  Unit then(Vertex vertex) {
    List<Vertex> all = new ArrayList<>(layers);
    all.add(vertex);
    List<String> read = new ArrayList<>(inputs);
    vertex.inputs().stream().filter(input -> !input.equals(name())).forEach(read::add);
    return new Unit(all, read);
  }

  public Vertex first() {
    return layers.get(0);
  }

  /** The name of the last layer, and so of the output. */
  public String name() {
    return layers.get(layers.size() - 1).name();
  }

  /** The batch norm behind the first layer. */
  public Optional<Vertex> norm() {
    return behindFirst(BatchNorm2d.class);
  }

  /** The sum behind the first layer. */
  public Optional<Vertex> add() {
    return behindFirst(Add.class);
  }

  /** Whether the result is rectified before it is stored. */
  public boolean hasRelu() {
    return behindFirst(Relu.class).isPresent();
  }

  private Optional<Vertex> behindFirst(Class<? extends Layer> kind) {
    return layers.stream().skip(1).filter(v -> kind.isInstance(v.layer())).findFirst();
  }
}
