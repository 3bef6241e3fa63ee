package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The values that a backend holds per parameter of a layer, under the layer's own names of the
 * parameters.
 *
 * @param <T> an array, for instance, or a parameter's name in the network
 */
public final class LocalParameters<T> {
  private final String layer;
  private final Map<String, T> arrays;

  private LocalParameters(String layer, Map<String, T> arrays) {
    this.layer = layer;
    this.arrays = arrays;
  }

  /**
   * Matches what the layer declares with what the network holds.
   *
   * @param <T> what is held for a parameter
   * @param vertex the layer in the network
   * @param inputs the shapes that it gets here
   * @param arrayOf from a parameter's full name to what is held for it
   * @return what is held, by local name
   * @throws IllegalArgumentException if the network's parameters do not fit these inputs
   */
  public static <T> LocalParameters<T> of(
      Vertex vertex, List<Shape> inputs, Function<String, T> arrayOf) {
    List<Parameter> declared = vertex.layer().parameters(inputs);
    List<List<Integer>> needed = declared.stream().map(Parameter::shape).toList();
    List<List<Integer>> held = vertex.parameters().stream().map(Parameter::shape).toList();
    if (!needed.equals(held)) {
      throw new IllegalArgumentException(
          "%s: for inputs of %s its parameters have the shapes %s, but the network's have %s. Run it at the input channels it was built for."
              .formatted(vertex.name(), inputs, needed, held));
    }
    Map<String, T> arrays = new LinkedHashMap<>();
    for (int i = 0; i < declared.size(); i++) {
      arrays.put(declared.get(i).name(), arrayOf.apply(vertex.parameters().get(i).name()));
    }
    return new LocalParameters<>(vertex.name(), arrays);
  }

  /**
   * {@return the value that is held under a local name}
   *
   * @param name as in {@link io.bagoftricks.api.network.Layer#parameters}
   * @throws IllegalArgumentException if the layer declares no such parameter
   */
  public T get(String name) {
    T array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "%s has no parameter '%s'; it declares %s".formatted(layer, name, arrays.keySet()));
    }
    return array;
  }

  /** {@return all of them, in the layer's order} */
  public List<T> all() {
    return new ArrayList<>(arrays.values());
  }
}
