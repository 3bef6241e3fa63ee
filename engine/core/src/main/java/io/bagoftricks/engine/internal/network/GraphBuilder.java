package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The builder with which a model builds its network; every call is checked, for models may be
 * plugins.
 */
final class GraphBuilder implements NetworkBuilder {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final int LONGEST_NAME = 200;

  /** Whether a layer may be called so: names are keys of weights, and of settings. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && name.length() <= LONGEST_NAME;
  }

  private final Shape input;
  private final int classes;
  private final Graph graph;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, List<String>> reads = new HashMap<>();

  GraphBuilder(Shape input, int classes) {
    this.input = input;
    this.classes = classes;
    this.graph = new Graph(input);
    shapes.put(Network.INPUT, input);
  }

  @Override
  public Shape input() {
    return input;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public String add(String name, Layer layer, String... inputs) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'%s' is not a name of a layer: words of letters, digits, '_' and '-' with points between, such as layer1.0.conv2"
              .formatted(name));
    }
    if (shapes.containsKey(name)) {
      throw new IllegalArgumentException("The network has a layer '" + name + "' already");
    }
    if (inputs.length != layer.arity()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s takes %d inputs, not %d",
              name,
              layer,
              layer.arity(),
              inputs.length));
    }
    List<Shape> given = Arrays.stream(inputs).map(source -> shape(source, name)).toList();
    try {
      shapes.put(name, layer.output(given));
      List<Parameter> unused = layer.parameters(given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
    layers.put(name, layer);
    reads.put(name, List.of(inputs));
    return graph.add(name, layer, inputs);
  }

  @Override
  public void markStem(String last) {
    shape(last, "The stem");
    if (graph.stem().isPresent()) {
      throw new IllegalArgumentException("The network has a stem already");
    }
    graph.markStem(last);
  }

  @Override
  public void markBlock(String name, String source, String add) {
    shape(source, "Block " + name);
    if (!(layers.get(add) instanceof Add)) {
      throw new IllegalArgumentException(
          "Block %s ends in '%s', which is not an Add of this network".formatted(name, add));
    }
    for (String end : reads.getOrDefault(add, List.of())) {
      if (!beginsAt(source, end)) {
        throw new IllegalArgumentException(
            "Block %s: what leads to '%s' through '%s' does not begin at '%s' alone"
                .formatted(name, add, end, source));
      }
    }
    graph.markBlock(name, source, add);
  }

  /**
   * The graph that was built.
   *
   * @throws IllegalArgumentException if it is not a network for so many classes
   */
  Graph graph() {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("The network has no layer");
    }
    Set<String> unused = new TreeSet<>(layers.keySet());
    graph.nodes().forEach(node -> unused.remove(node.name()));
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing reads %s, so the layers lead nowhere; the output is the layer added last"
              .formatted(unused));
    }
    String last = new ArrayList<>(layers.keySet()).get(layers.size() - 1);
    if (!Shape.vector(classes).equals(shapes.get(last))) {
      throw new IllegalArgumentException(
          "The last layer, %s, gives %s values for %s classes"
              .formatted(last, shapes.get(last), classes));
    }
    return graph;
  }

  /** Whether every way from a layer back to the network's input passes through another. */
  private boolean beginsAt(String source, String end) {
    Set<String> seen = new HashSet<>(Set.of(source));
    Deque<String> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (seen.add(name)) {
        if (name.equals(Network.INPUT)) {
          return false;
        }
        open.addAll(reads.getOrDefault(name, List.of()));
      }
    }
    return true;
  }

  private Shape shape(String source, String reader) {
    Shape shape = shapes.get(source);
    if (shape == null) {
      throw new IllegalArgumentException(
          "%s reads '%s', which no earlier layer is called".formatted(reader, source));
    }
    return shape;
  }
}
