package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network under construction. Models add layers; tricks edit them. Layers refer to their inputs
 * by name; shapes are inferred when somebody asks.
 */
public final class Graph {
  private final Shape input;
  private final Map<String, GraphNode> nodes = new LinkedHashMap<>();
  private final List<GraphRegion> regions = new ArrayList<>();
  private final List<ResidualBlock> blocks = new ArrayList<>();
  private final Map<String, Initializer> initializers = new HashMap<>();
  private @Nullable Region stem;
  private String output = Network.INPUT;
  private @Nullable Map<String, Shape> shapes;

  /** An empty network on images of a shape. */
  public Graph(Shape input) {
    this.input = input;
  }

  /**
   * The network of a model.
   *
   * @throws IllegalArgumentException if what the model builds is not a network for so many classes
   */
  public static Graph of(Model model, Shape input, int classes) {
    GraphBuilder builder = new GraphBuilder(input, classes);
    model.build(builder);
    return builder.graph();
  }

  /**
   * Adds a layer, which becomes the output.
   *
   * @return its name
   */
  public String add(String name, Layer layer, String... inputs) {
    put(name, layer, List.of(inputs));
    output = name;
    return name;
  }

  /** Marks the layers from the network's input to a layer, that layer included, as the stem. */
  public void markStem(String last) {
    stem = mark(GraphRegion.upTo(this, "", Network.INPUT, last));
  }

  /** Marks a residual block that starts after a layer and ends in an {@link Add}. */
  public void markBlock(String name, String source, String add) {
    GraphNode end = node(add);
    blocks.add(
        new GraphBlock(
            name,
            blocks.size(),
            mark(GraphRegion.into(this, name, source, end, 0)),
            mark(GraphRegion.into(this, name + ".downsample", source, end, 1)),
            end));
  }

  /** The network as it stands: layers in topological order, branches before shortcuts. */
  public Network freeze() {
    List<Network.Vertex> vertices = new ArrayList<>();
    for (GraphNode node : ordered()) {
      vertices.add(new Network.Vertex(node.name(), node.layer(), node.inputs(), node.parameters()));
    }
    return new Network(input, vertices);
  }

  Optional<Region> stem() {
    return Optional.ofNullable(stem);
  }

  List<ResidualBlock> blocks() {
    return List.copyOf(blocks);
  }

  List<Node> nodes() {
    return List.copyOf(ordered());
  }

  void replace(Node node, Layer layer) {
    GraphNode own = own(node);
    if (layer.arity() != own.layer().arity()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d inputs; %s takes %d",
              own.name(),
              own.layer().arity(),
              layer,
              layer.arity()));
    }
    own.become(layer);
    initializers.keySet().removeIf(parameter -> parameter.startsWith(own.name() + "."));
    shapes = null;
  }

  void replace(Node node, Chain chain) {
    GraphNode own = single(node);
    nodes.remove(own.name());
    String tail = append(chain, own.inputs().get(0), own.name());
    redirect(own.name(), tail, Set.of());
  }

  void replace(Region region, Chain chain) {
    GraphRegion own = own(region);
    for (GraphNode node : between(own.source(), own.tail())) {
      nodes.remove(node.name());
    }
    String oldTail = own.tail();
    Set<String> kept = Set.copyOf(nodes.keySet());
    String tail = append(chain, own.source(), own.name());
    if (own.hasSink()) {
      own.splice(tail);
    } else {
      redirect(oldTail, tail, addedSince(kept));
    }
  }

  void insertBefore(Node node, Chain chain) {
    GraphNode own = single(node);
    own.rewire(0, append(chain, own.inputs().get(0), parent(own.name())));
  }

  void insertAfter(Node node, Chain chain) {
    GraphNode own = own(node);
    insertAfter(own.name(), chain, parent(own.name()));
  }

  void insertAfter(Region region, Chain chain) {
    GraphRegion own = own(region);
    if (own.isBareEdge()) {
      own.splice(append(chain, own.source(), own.name()));
    } else {
      insertAfter(own.tail(), chain, own.name());
    }
  }

  void remove(Node node) {
    GraphNode own = single(node);
    nodes.remove(own.name());
    redirect(own.name(), own.inputs().get(0), Set.of());
  }

  void initialize(Parameter parameter, Initializer initializer) {
    if (!knows(parameter.name())) {
      throw new IllegalArgumentException(
          "The network has no parameter '" + parameter.name() + "' to initialize");
    }
    initializers.put(parameter.name(), initializer);
  }

  /** A parameter is called after its layer, and both names may have points in them. */
  private boolean knows(String parameter) {
    for (int dot = parameter.indexOf('.'); dot >= 0; dot = parameter.indexOf('.', dot + 1)) {
      GraphNode node = nodes.get(parameter.substring(0, dot));
      if (node != null && node.parameters().stream().anyMatch(p -> p.name().equals(parameter))) {
        return true;
      }
    }
    return false;
  }

  Shape shape(String name) {
    if (shapes == null) {
      shapes = inferShapes();
    }
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new NoSuchElementException("No layer '" + name + "' is connected to the output");
    }
    return shape;
  }

  List<Parameter> parameters(GraphNode node) {
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter local : node.layer().parameters(node.inputShapes())) {
      String name = node.name() + "." + local.name();
      parameters.add(
          local.named(name).initializedBy(initializers.getOrDefault(name, local.initializer())));
    }
    return parameters;
  }

  /** The layers on all paths from the output of {@code source} to {@code tail}, in order. */
  List<GraphNode> between(String source, String tail) {
    Set<GraphNode> found = new LinkedHashSet<>();
    visit(tail, source, found);
    return List.copyOf(found);
  }

  private List<GraphNode> ordered() {
    return between(Network.INPUT, output);
  }

  private void visit(String name, String until, Set<GraphNode> found) {
    if (name.equals(until) || name.equals(Network.INPUT)) {
      return;
    }
    GraphNode node = node(name);
    if (found.contains(node)) {
      return;
    }
    for (String source : node.inputs()) {
      visit(source, until, found);
    }
    found.add(node);
  }

  private void insertAfter(String name, Chain chain, String prefix) {
    Set<String> kept = Set.copyOf(nodes.keySet());
    String tail = append(chain, name, prefix);
    redirect(name, tail, addedSince(kept));
  }

  private Set<String> addedSince(Set<String> kept) {
    Set<String> added = new LinkedHashSet<>(nodes.keySet());
    added.removeAll(kept);
    return added;
  }

  /** Makes every reader of {@code from}, but for {@code except}, read {@code to}. */
  private void redirect(String from, String to, Set<String> except) {
    for (GraphNode node : nodes.values()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (node.inputs().get(i).equals(from) && !except.contains(node.name())) {
          node.rewire(i, to);
        }
      }
    }
    regions.forEach(region -> region.moved(from, to));
    if (output.equals(from)) {
      output = to;
    }
    shapes = null;
  }

  private String append(Chain chain, String source, String prefix) {
    String tail = source;
    for (Chain.Link link : chain.links()) {
      List<String> inputs = new ArrayList<>(List.of(tail));
      String flow = tail;
      link.side().ifPresent(side -> inputs.add(append(side, flow, prefix)));
      tail = prefix.isEmpty() ? link.name() : prefix + "." + link.name();
      put(tail, link.layer(), inputs);
    }
    shapes = null;
    return tail;
  }

  private void put(String name, Layer layer, List<String> inputs) {
    if (!GraphBuilder.isName(name)) {
      throw new IllegalArgumentException(
          "'%s' is not a name of a layer: up to 200 letters, digits, '_' and '-' in words with points between, such as conv1.0"
              .formatted(name));
    }
    if (name.equals(Network.INPUT) || nodes.containsKey(name)) {
      throw new IllegalArgumentException("The network has a layer '" + name + "' already");
    }
    nodes.put(name, new GraphNode(this, name, layer, inputs));
    shapes = null;
  }

  private GraphRegion mark(GraphRegion region) {
    regions.add(region);
    return region;
  }

  private Map<String, Shape> inferShapes() {
    Map<String, Shape> inferred = new HashMap<>();
    inferred.put(Network.INPUT, input);
    for (GraphNode node : ordered()) {
      List<Shape> inputs = new ArrayList<>();
      for (String source : node.inputs()) {
        Shape shape = inferred.get(source);
        if (shape == null) {
          throw new IllegalStateException(node.name() + " reads itself through " + source);
        }
        inputs.add(shape);
      }
      try {
        inferred.put(node.name(), node.layer().output(inputs));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(node.name() + ": " + e.getMessage(), e);
      }
    }
    return inferred;
  }

  private GraphNode node(String name) {
    GraphNode node = nodes.get(name);
    if (node == null) {
      throw new NoSuchElementException("The network has no layer '" + name + "'");
    }
    return node;
  }

  private GraphNode own(Node node) {
    GraphNode own = nodes.get(node.name());
    if (own != node) {
      throw new IllegalArgumentException("Layer '" + node.name() + "' is not in this network");
    }
    return own;
  }

  private GraphNode single(Node node) {
    GraphNode own = own(node);
    if (own.inputs().size() != 1) {
      throw new IllegalArgumentException(
          own.name() + " joins " + own.inputs().size() + " inputs; only layers of one input move");
    }
    return own;
  }

  private GraphRegion own(Region region) {
    if (region instanceof GraphRegion own && regions.contains(own)) {
      return own;
    }
    throw new IllegalArgumentException("Region '" + region.name() + "' is not of this network");
  }

  private static String parent(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }
}
