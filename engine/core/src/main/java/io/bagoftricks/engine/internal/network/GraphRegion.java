package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link Graph} from the output of {@code source} to one input of the layer where it
 * ends or, without such a layer, to its last layer. What it holds is read off the graph, so it
 * grows with what is inserted.
 */
final class GraphRegion implements Region {
  private final Graph graph;
  private final String name;
  private final @Nullable GraphNode sink;
  private final int sinkInput;
  private String source;
  private String tail;

  private GraphRegion(
      Graph graph, String name, String source, String tail, @Nullable GraphNode sink, int input) {
    this.graph = graph;
    this.name = name;
    this.source = source;
    this.tail = tail;
    this.sink = sink;
    this.sinkInput = input;
  }

  /** Everything from a source to a layer, that layer included. */
  static GraphRegion upTo(Graph graph, String name, String source, String tail) {
    return new GraphRegion(graph, name, source, tail, null, 0);
  }

  /** Everything from a source to one input of a layer; may be empty. */
  static GraphRegion into(Graph graph, String name, String source, GraphNode sink, int input) {
    return new GraphRegion(graph, name, source, source, sink, input);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(graph.between(source, tail()));
  }

  String source() {
    return source;
  }

  /** The last layer, or the source of an empty region. */
  String tail() {
    return sink == null ? tail : sink.inputs().get(sinkInput);
  }

  /** Whether the region ends in an input of a layer that is not its own. */
  boolean hasSink() {
    return sink != null;
  }

  /** Whether the region is one edge only, without a layer of its own to insert after. */
  boolean isBareEdge() {
    return sink != null && tail().equals(source);
  }

  /** Makes the sink read another layer. */
  void splice(String newTail) {
    if (sink != null) {
      sink.rewire(sinkInput, newTail);
    }
  }

  void moved(String from, String to) {
    source = source.equals(from) ? to : source;
    tail = tail.equals(from) ? to : tail;
  }
}
