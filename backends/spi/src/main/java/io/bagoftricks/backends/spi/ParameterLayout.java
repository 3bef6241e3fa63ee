package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Where each parameter and each running statistic lies in its flat array. Parameters are sorted by
 * role, then by the network's order, so that the usual groups (decayed weights, undecayed rest) are
 * contiguous and an update is few passes.
 *
 * @param parameters from name to place, in the order of the flat array
 * @param elements length of the flat arrays of weights and gradients
 * @param statistics from a batch norm's name to its running mean; the running variance follows it
 * @param statisticsElements length of the flat array of running statistics
 */
public record ParameterLayout(
    Map<String, Slice> parameters,
    long elements,
    Map<String, StatisticsSlice> statistics,
    long statisticsElements) {

  /**
   * Copies the maps, in their order.
   *
   * @param parameters by name, copied
   * @param elements of all parameters
   * @param statistics of batch norms, by the name of their layer, copied
   * @param statisticsElements of all batch norms
   */
  public ParameterLayout {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
  }

  /**
   * A parameter's place: {@code parameter.elements()} values from {@code offset}.
   *
   * @param parameter of the network
   * @param offset of its first value in the flat arrays
   */
  public record Slice(Parameter parameter, long offset) {
    /** {@return the first element after it} */
    public long end() {
      return offset + parameter.elements();
    }
  }

  /**
   * Running mean at {@code offset}, running variance at {@code offset + channels}.
   *
   * @param offset of the running mean in the flat array of statistics
   * @param channels of the batch norm
   */
  public record StatisticsSlice(long offset, int channels) {}

  /**
   * A contiguous stretch of a flat array.
   *
   * @param from its first element
   * @param to the first element behind it
   */
  public record Segment(long from, long to) {}

  /**
   * {@return the layout of a network}
   *
   * @param network whose parameters and batch norms are laid out
   */
  public static ParameterLayout of(Network network) {
    Map<String, Slice> slices = new LinkedHashMap<>();
    long offset = 0;
    for (Role role : Role.values()) {
      for (Parameter parameter : network.parameters()) {
        if (parameter.role() == role) {
          slices.put(parameter.name(), new Slice(parameter, offset));
          offset += parameter.elements();
        }
      }
    }
    Map<String, StatisticsSlice> statistics = new LinkedHashMap<>();
    long statisticsOffset = 0;
    Map<String, Shape> shapes = network.shapes(network.input());
    for (Network.Vertex vertex : network.vertices()) {
      if (vertex.layer() instanceof BatchNorm2d) {
        Shape shape = shapes.get(vertex.inputs().get(0));
        int channels = shape == null ? 0 : shape.channels();
        statistics.put(vertex.name(), new StatisticsSlice(statisticsOffset, channels));
        statisticsOffset += 2L * channels;
      }
    }
    return new ParameterLayout(slices, offset, statistics, statisticsOffset);
  }

  /**
   * {@return a parameter's place}
   *
   * @param parameter its full name
   * @throws NoSuchElementException if the network has none of that name
   */
  public Slice slice(String parameter) {
    Slice slice = parameters.get(parameter);
    if (slice == null) {
      throw new NoSuchElementException("The network has no parameter '" + parameter + "'");
    }
    return slice;
  }

  /**
   * {@return a batch norm's place in the running statistics}
   *
   * @param layer the batch norm's name
   * @throws NoSuchElementException if the network has none of that name
   */
  public StatisticsSlice statisticsOf(String layer) {
    StatisticsSlice slice = statistics.get(layer);
    if (slice == null) {
      throw new NoSuchElementException("The network has no batch norm '" + layer + "'");
    }
    return slice;
  }

  /**
   * {@return the fewest contiguous stretches that hold exactly these parameters}
   *
   * @param of parameters of the network, in any order
   */
  public List<Segment> segments(List<Parameter> of) {
    List<Slice> sorted =
        of.stream()
            .map(p -> slice(p.name()))
            .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
            .toList();
    List<Segment> segments = new ArrayList<>();
    for (Slice slice : sorted) {
      int last = segments.size() - 1;
      if (last >= 0 && segments.get(last).to() == slice.offset()) {
        segments.set(last, new Segment(segments.get(last).from(), slice.end()));
      } else {
        segments.add(new Segment(slice.offset(), slice.end()));
      }
    }
    return List.copyOf(segments);
  }
}
