package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The random networks contain what backends get wrong. */
final class ScenarioTest {
  private static final List<Scenario> SCENARIOS =
      LongStream.range(0, 240).mapToObj(Scenario::of).toList();

  @Test
  void aSeedGivesTheSameNetworkAgain() {
    assertThat(Scenario.of(5)).isEqualTo(Scenario.of(5)).isNotEqualTo(Scenario.of(6));
  }

  @Test
  void everyKindOfLayerOccurs() {
    for (Class<?> kind : Layer.class.getPermittedSubclasses()) {
      assertThat(count((network, vertex) -> kind.isInstance(vertex.layer())))
          .describedAs("%s", kind)
          .isGreaterThan(kind == CustomLayer.class ? 10 : 20);
    }
  }

  @Test
  void layersOfPluginsOccurInEitherPrecision() {
    for (boolean stored : new boolean[] {true, false}) {
      assertThat(
              count(
                  (network, vertex) ->
                      vertex.layer() instanceof CustomLayer custom
                          && custom.inStoredPrecision() == stored))
          .describedAs("in stored precision: %s", stored)
          .isGreaterThan(10);
    }
  }

  @Test
  void everyKindOfWiringOccurs() {
    Predicate<Vertex> twice = v -> v.inputs().size() == 2 && sameInputs(v);
    assertThat(count((network, v) -> readers(network, v) == 0 && !v.equals(network.output())))
        .describedAs("layers nobody reads")
        .isGreaterThan(10);
    assertThat(count((network, v) -> readers(network, v) >= 3)).isGreaterThan(10);
    assertThat(count((network, v) -> v.layer() instanceof Add && twice.test(v))).isGreaterThan(1);
    assertThat(count((network, v) -> v.layer() instanceof Multiply && twice.test(v)))
        .isGreaterThan(1);
    assertThat(count((network, v) -> v.layer() instanceof Multiply && !twice.test(v)))
        .isGreaterThan(10);
    assertThat(count((network, v) -> v.equals(network.output()) && !(v.layer() instanceof Linear)))
        .isGreaterThan(20);
  }

  @Test
  void everyBatchOccurs() {
    assertThat(SCENARIOS.stream().map(Scenario::batch).distinct()).hasSize(9);
  }

  private static long count(BiPredicate<Network, Vertex> is) {
    return vertices().filter(v -> is.test(v.network(), v.vertex())).count();
  }

  private record Placed(Network network, Vertex vertex) {}

  private static Stream<Placed> vertices() {
    return SCENARIOS.stream()
        .map(Scenario::network)
        .flatMap(network -> network.vertices().stream().map(v -> new Placed(network, v)));
  }

  private static boolean sameInputs(Vertex vertex) {
    return vertex.inputs().get(0).equals(vertex.inputs().get(1));
  }

  private static int readers(Network network, Vertex of) {
    return network.vertices().stream()
        .mapToInt(reader -> Collections.frequency(reader.inputs(), of.name()))
        .sum();
  }
}
