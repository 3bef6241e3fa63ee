package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayList;
import java.util.List;

/** A layer in a {@link Graph}: a live handle. */
final class GraphNode implements Node {
  private final Graph graph;
  private final String name;
  private Layer layer;
  private final List<String> inputs;

  GraphNode(Graph graph, String name, Layer layer, List<String> inputs) {
    this.graph = graph;
    this.name = name;
    this.layer = layer;
    this.inputs = new ArrayList<>(inputs);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public List<Shape> inputShapes() {
    return inputs.stream().map(graph::shape).toList();
  }

  @Override
  public Shape outputShape() {
    return graph.shape(name);
  }

  @Override
  public List<Parameter> parameters() {
    return graph.parameters(this);
  }

  List<String> inputs() {
    return inputs;
  }

  void become(Layer other) {
    layer = other;
  }

  void rewire(int index, String source) {
    inputs.set(index, source);
  }

  @Override
  public String toString() {
    return name + " " + layer;
  }
}
