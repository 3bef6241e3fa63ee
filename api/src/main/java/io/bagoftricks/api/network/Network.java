package io.bagoftricks.api.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable network: layers in topological order. The last one gives the logits.
 *
 * @param input the shape of an input image as trained; convolutional networks run at others too
 * @param vertices the layers, each after all its inputs
 * @since 0.1
 */
public record Network(Shape input, List<Vertex> vertices) {
  /** The name by which a layer refers to the network's input. */
  public static final String INPUT = "input";

  /**
   * A layer in its place.
   *
   * @param name unique, in timm's grammar
   * @param layer the operation and its settings
   * @param inputs names of earlier vertices or {@link #INPUT}
   * @param parameters under their full names
   */
  public record Vertex(String name, Layer layer, List<String> inputs, List<Parameter> parameters) {
    /**
     * Copies the lists, and checks the number of inputs and the names of the parameters.
     *
     * @param name of a layer, such as {@code layer1.0.conv2}
     * @param layer the operation and its settings
     * @param inputs as many as the layer takes
     * @param parameters of unique names
     */
    public Vertex {
      inputs = List.copyOf(inputs);
      parameters = List.copyOf(parameters);
      if (inputs.size() != layer.arity()) {
        throw new IllegalArgumentException(
            name + " takes " + layer.arity() + " inputs, not " + inputs.size());
      }
      Set<String> names = new HashSet<>();
      for (Parameter parameter : parameters) {
        if (!names.add(parameter.name())) {
          throw new IllegalArgumentException(
              "Two parameters are called '" + parameter.name() + "'");
        }
      }
    }

    private Vertex reading(List<String> sources) {
      return new Vertex(name, layer, sources, parameters);
    }

    private Vertex evaluated(List<Shape> shapes) {
      if (!(layer instanceof CustomLayer custom) || custom.evaluated().isEmpty()) {
        return this;
      }
      Layer other = custom.evaluated().orElseThrow();
      if (other.arity() != layer.arity() || !other.output(shapes).equals(layer.output(shapes))) {
        throw new IllegalArgumentException(
            "%s: %s stands in its place in evaluation, but takes other inputs or gives another shape"
                .formatted(name, other));
      }
      List<Parameter> own = other.parameters(shapes).stream().map(this::ofSameName).toList();
      return new Vertex(name, other, inputs, own);
    }

    private Parameter ofSameName(Parameter local) {
      return parameters.stream()
          .filter(p -> p.name().equals(name + "." + local.name()))
          .filter(p -> p.shape().equals(local.shape()))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "%s: what stands in its place in evaluation has a parameter '%s' of %s, which it has not"
                          .formatted(name, local.name(), local.shape())));
    }
  }

  /**
   * Checks names, order and shapes.
   *
   * @param input the shape that the layers are checked with
   * @param vertices at least one, each after all its inputs, of unique names
   */
  public Network {
    vertices = List.copyOf(vertices);
    if (vertices.isEmpty()) {
      throw new IllegalArgumentException("A network has at least one layer");
    }
    shapes(input, vertices);
  }

  /** {@return the layer that gives the logits} */
  public Vertex output() {
    return vertices.get(vertices.size() - 1);
  }

  /** {@return the number of logits} */
  public int classes() {
    Shape logits = shapes(input).get(output().name());
    return Math.toIntExact(logits == null ? 0 : logits.elements());
  }

  /** {@return all parameters, in the order of the layers} */
  public List<Parameter> parameters() {
    return vertices.stream().flatMap(v -> v.parameters().stream()).toList();
  }

  /**
   * {@return the layer of a name}
   *
   * @param name of a layer, such as {@code layer1.0.conv2}
   */
  public Optional<Vertex> find(String name) {
    return vertices.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  /**
   * {@return the output shape of every layer, and of {@link #INPUT}, for an input of the given
   * shape}
   *
   * @param of the shape of one image
   * @throws IllegalArgumentException naming the layer that does not fit
   */
  public Map<String, Shape> shapes(Shape of) {
    return shapes(of, vertices);
  }

  /**
   * {@return the network as evaluation runs it and as it is exported: layers of plugins are
   * replaced by what they say in {@link CustomLayer#evaluated}, and identities are left out}
   *
   * @param kept names of layers that stay, identity or not
   * @throws IllegalArgumentException naming a layer whose replacement does not fit
   */
  public Network evaluated(Set<String> kept) {
    Map<String, Shape> shapes = shapes(input);
    Map<String, String> sources = new HashMap<>();
    List<Vertex> remaining = new ArrayList<>();
    for (Vertex vertex : vertices) {
      List<Shape> inputs = vertex.inputs().stream().map(shapes::get).toList();
      Vertex evaluated =
          vertex
              .evaluated(inputs)
              .reading(vertex.inputs().stream().map(n -> sources.getOrDefault(n, n)).toList());
      boolean stays = kept.contains(vertex.name()) || vertex.equals(output());
      if (evaluated.layer() instanceof Identity && !stays) {
        sources.put(vertex.name(), evaluated.inputs().get(0));
      } else {
        remaining.add(evaluated);
      }
    }
    return remaining.equals(vertices) ? this : new Network(input, remaining);
  }

  private static Map<String, Shape> shapes(Shape input, List<Vertex> vertices) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, input);
    for (Vertex vertex : vertices) {
      List<Shape> inputs = new ArrayList<>();
      for (String name : vertex.inputs()) {
        Shape shape = shapes.get(name);
        if (shape == null) {
          throw new IllegalArgumentException(
              vertex.name() + " reads '" + name + "', which no earlier layer is called");
        }
        inputs.add(shape);
      }
      Shape output;
      try {
        output = vertex.layer().output(inputs);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(vertex.name() + ": " + e.getMessage(), e);
      }
      if (shapes.put(vertex.name(), output) != null) {
        throw new IllegalArgumentException("Two layers are called '" + vertex.name() + "'");
      }
    }
    return shapes;
  }
}
