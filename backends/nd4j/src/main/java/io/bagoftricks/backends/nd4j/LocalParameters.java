package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer's parameters, or their gradients, under the names the layer knows them by. */
final class LocalParameters {
  private final String layer;
  private final Map<String, INDArray> arrays;

  private LocalParameters(String layer, Map<String, INDArray> arrays) {
    this.layer = layer;
    this.arrays = arrays;
  }

  /**
   * Matches what the layer declares with what the network holds.
   *
   * @param arrayOf from a parameter's full name to its array
   * @throws IllegalArgumentException if the network's parameters do not fit these inputs
   */
  static LocalParameters of(Vertex vertex, List<Shape> inputs, Function<String, INDArray> arrayOf) {
    List<Parameter> declared = vertex.layer().parameters(inputs);
    List<List<Integer>> needed = declared.stream().map(Parameter::shape).toList();
    List<List<Integer>> held = vertex.parameters().stream().map(Parameter::shape).toList();
    if (!needed.equals(held)) {
      throw new IllegalArgumentException(
          "%s: for inputs of %s its parameters have the shapes %s, but the network's have %s. Run it at the input channels it was built for."
              .formatted(vertex.name(), inputs, needed, held));
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (int i = 0; i < declared.size(); i++) {
      arrays.put(declared.get(i).name(), arrayOf.apply(vertex.parameters().get(i).name()));
    }
    return new LocalParameters(vertex.name(), arrays);
  }

  /**
   * The array of a local name.
   *
   * @throws IllegalArgumentException if the layer declares no such parameter
   */
  INDArray get(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "%s has no parameter '%s'; it declares %s".formatted(layer, name, arrays.keySet()));
    }
    return array;
  }

  /** All of them, in the layer's order. */
  List<INDArray> all() {
    return new ArrayList<>(arrays.values());
  }
}
