package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds a network layer by layer; without named inputs a layer reads the one before. */
public final class NetworkBuilder {
  private final Shape input;
  private final List<Vertex> vertices = new ArrayList<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private String last = Network.INPUT;

  private NetworkBuilder(Shape input) {
    this.input = input;
    shapes.put(Network.INPUT, input);
  }

  public static NetworkBuilder of(int channels, int height, int width) {
    return new NetworkBuilder(new Shape(channels, height, width));
  }

  public NetworkBuilder add(String name, Layer layer, String... inputs) {
    List<String> names = inputs.length == 0 ? List.of(last) : List.of(inputs);
    List<Shape> inputShapes = names.stream().map(this::shape).toList();
    List<Parameter> parameters =
        layer.parameters(inputShapes).stream().map(p -> p.named(name + "." + p.name())).toList();
    shapes.put(name, layer.output(inputShapes));
    vertices.add(new Vertex(name, layer, names, parameters));
    last = name;
    return this;
  }

  /** The layer added last. */
  String last() {
    return last;
  }

  /** How many layers there are. */
  int size() {
    return vertices.size();
  }

  /** The names of everything that a layer can read, the input first. */
  List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("No layer " + name);
    }
    return shape;
  }

  public Network build() {
    return new Network(input, vertices);
  }
}
