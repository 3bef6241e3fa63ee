package io.bagoftricks.engine.internal.classmap;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The part of a network behind a layer, as evaluation runs it, with the output of that layer as its
 * input. One backward pass through it gives the gradient of the logits with respect to the layer's
 * output: that of the parameter {@link #shift}.
 *
 * @param network whose first layer adds the shift; batch norms are affine maps by channel
 * @param norms the batch norms that these stand for
 */
public record HeadNetwork(Network network, List<Vertex> norms) {
  /** Copies the list. */
  public HeadNetwork {
    norms = List.copyOf(norms);
  }

  /**
   * The layers that have a head: whose output is a map of more than one position, and by which
   * alone the logits depend on the image.
   *
   * @param evaluated the network as evaluation runs it
   * @param image the shape of its input
   * @return names, from the input to the output
   */
  public static List<String> layers(Network evaluated, Shape image) {
    Map<String, Shape> shapes = evaluated.shapes(image);
    List<String> layers = new ArrayList<>();
    for (Vertex vertex : evaluated.vertices()) {
      Shape shape = shapes.get(vertex.name());
      boolean map = shape != null && shape.height() * shape.width() > 1;
      if (map && !behind(evaluated, vertex.name()).contains(Network.INPUT)) {
        layers.add(vertex.name());
      }
    }
    return layers;
  }

  /**
   * The head behind a layer.
   *
   * @param evaluated the network as evaluation runs it
   * @param layer one of {@link #layers}
   * @param image the shape of the network's input
   */
  public static HeadNetwork of(Network evaluated, String layer, Shape image) {
    Shape input = Optional.ofNullable(evaluated.shapes(image).get(layer)).orElseThrow();
    Set<String> members = behind(evaluated, layer);
    String first = layer + ".output";
    List<Vertex> vertices = new ArrayList<>();
    List<Vertex> norms = new ArrayList<>();
    vertices.add(vertex(first, new ShiftedActivations(), Network.INPUT, input));
    Map<String, Shape> shapes = evaluated.shapes(image);
    for (Vertex vertex : evaluated.vertices()) {
      if (!members.contains(vertex.name())) {
        continue;
      }
      List<String> inputs =
          vertex.inputs().stream().map(name -> name.equals(layer) ? first : name).toList();
      if (vertex.layer() instanceof BatchNorm2d) {
        Shape shape = Optional.ofNullable(shapes.get(vertex.name())).orElseThrow();
        vertices.add(vertex(vertex.name(), new FixedNorm(), inputs.get(0), shape));
        norms.add(vertex);
      } else {
        vertices.add(new Vertex(vertex.name(), vertex.layer(), inputs, vertex.parameters()));
      }
    }
    return new HeadNetwork(new Network(input, vertices), norms);
  }

  /** The name of the parameter whose gradient is that of the layer's output; [channels, h, w]. */
  public String shift() {
    return network.vertices().get(0).parameters().get(0).name();
  }

  /** Takes over the weights of the whole network, as they are now. */
  public void copy(Weights whole, Weights head) {
    Set<String> affine = new HashSet<>();
    norms.forEach(norm -> affine.add(norm.name()));
    head.edit(
        editable -> {
          for (Vertex vertex : network.vertices().subList(1, network.vertices().size())) {
            if (!affine.contains(vertex.name())) {
              vertex
                  .parameters()
                  .forEach(p -> editable.parameter(p.name()).assign(whole.parameter(p.name())));
            }
          }
          for (Vertex norm : norms) {
            if (norm.layer() instanceof BatchNorm2d settings) {
              affine(
                  norm.name(),
                  settings.epsilon(),
                  whole,
                  editable.parameter(norm.name() + "." + FixedNorm.SCALE),
                  editable.parameter(norm.name() + "." + FixedNorm.SHIFT));
            }
          }
        });
  }

  private static void affine(
      String norm, double epsilon, Weights whole, INDArray scale, INDArray shift) {
    StatisticsSlice place = whole.layout().statisticsOf(norm);
    long middle = place.offset() + place.channels();
    INDArray statistics = whole.statistics();
    INDArray mean = statistics.get(NDArrayIndex.interval(place.offset(), middle));
    INDArray variance = statistics.get(NDArrayIndex.interval(middle, middle + place.channels()));
    for (int channel = 0; channel < place.channels(); channel++) {
      double factor =
          whole.parameter(norm + ".weight").getDouble(channel)
              / Math.sqrt(variance.getDouble(channel) + epsilon);
      double bias = whole.parameter(norm + ".bias").getDouble(channel);
      scale.putScalar(channel, factor);
      shift.putScalar(channel, bias - mean.getDouble(channel) * factor);
    }
  }

  private static Vertex vertex(String name, CustomLayer layer, String input, Shape shape) {
    List<Parameter> parameters =
        layer.parameters(List.of(shape)).stream()
            .map(parameter -> parameter.named(name + "." + parameter.name()))
            .toList();
    return new Vertex(name, layer, List.of(input), parameters);
  }

  /** All that the logits are computed from, up to the output of a layer; it is not among them. */
  private static Set<String> behind(Network network, String layer) {
    Set<String> members = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(network.output().name()));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!name.equals(layer) && members.add(name)) {
        network.find(name).ifPresent(vertex -> open.addAll(vertex.inputs()));
      }
    }
    return members;
  }
}
