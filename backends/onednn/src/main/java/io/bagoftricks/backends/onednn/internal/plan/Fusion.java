package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.backends.spi.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the layers that can run as one. A residual sum joins the batch norm before it, and a ReLU
 * the batch norm or the sum. In evaluation a batch norm is folded into the convolution before it,
 * and sum and ReLU join that convolution, too.
 */
public final class Fusion {
  private final Phase phase;
  private final Set<String> taps;
  private final Map<String, Integer> readers = new HashMap<>();
  private final List<Unit> units = new ArrayList<>();

  private Fusion(Network network, Phase phase, Set<String> taps) {
    this.phase = phase;
    this.taps = taps;
    readers.merge(network.output().name(), 1, Integer::sum);
    for (Vertex vertex : network.vertices()) {
      vertex.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    network.vertices().forEach(this::place);
  }

  /** The units of a network in an order in which they can run. */
  public static List<Unit> of(Network network, Phase phase, Set<String> taps) {
    return List.copyOf(new Fusion(network, phase, taps).units);
  }

  private void place(Vertex vertex) {
    Optional<Unit> host = host(vertex);
    // To the end: what a sum reads besides may have come after the host.
    host.ifPresent(units::remove);
    units.add(host.map(unit -> unit.then(vertex)).orElseGet(() -> Unit.of(vertex)));
  }

  private Optional<Unit> host(Vertex vertex) {
    Layer layer = vertex.layer();
    if (layer instanceof Relu) {
      return openUnits(vertex).filter(this::takesRelu).findFirst();
    }
    if (phase == Phase.EVALUATION && layer instanceof BatchNorm2d) {
      return openUnits(vertex).filter(Fusion::isBareConvolution).findFirst();
    }
    if (layer instanceof Add) {
      // The later one: the other is there by then.
      return openUnits(vertex).filter(this::takesSum).reduce((first, second) -> second);
    }
    return Optional.empty();
  }

  /** Units whose output nobody but a layer reads, once. */
  private Stream<Unit> openUnits(Vertex vertex) {
    return units.stream()
        .filter(unit -> vertex.inputs().contains(unit.name()))
        .filter(unit -> readers.getOrDefault(unit.name(), 0) == 1 && !taps.contains(unit.name()));
  }

  private boolean takesRelu(Unit unit) {
    Layer first = unit.first().layer();
    return !unit.hasRelu()
        && (first instanceof BatchNorm2d
            || first instanceof Add
            || (phase == Phase.EVALUATION && first instanceof Conv2d));
  }

  private static boolean isBareConvolution(Unit unit) {
    return unit.layers().size() == 1 && unit.first().layer() instanceof Conv2d;
  }

  private boolean takesSum(Unit unit) {
    Layer first = unit.first().layer();
    return unit.add().isEmpty()
        && !unit.hasRelu()
        && (first instanceof BatchNorm2d || (phase == Phase.EVALUATION && first instanceof Conv2d));
  }
}
