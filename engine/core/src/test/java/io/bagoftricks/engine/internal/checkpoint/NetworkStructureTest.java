package io.bagoftricks.engine.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworkStructureTest {
  private static final Initializer ZERO = new Constant(0);

  @Test
  void namesTheLayerThatDiffers() {
    NetworkStructure some = of(network(new BatchNorm2d(1e-5, 0.1), 2, ZERO));
    NetworkStructure other = of(network(new BatchNorm2d(1e-3, 0.1), 2, ZERO));

    assertThat(some.hash()).isNotEqualTo(other.hash());
    assertThat(some.difference(other, "A", "B").orElseThrow())
        .startsWith("layer 'norm' is BatchNorm2d[epsilon=1.0E-5, momentum=0.1] of [input]")
        .contains("in A and BatchNorm2d[epsilon=0.001")
        .endsWith("in B");
    assertThat(some.difference(some, "A", "B")).isEmpty();
  }

  @Test
  void namesTheLayerThatOneLacks() {
    Network whole = network(new BatchNorm2d(1e-5, 0.1), 2, ZERO);
    NetworkStructure some = of(whole);
    NetworkStructure less = of(new Network(whole.input(), whole.vertices().subList(0, 1)));

    assertThat(some.difference(less, "A", "B")).contains("layer 'fc' is in A and not in B");
    assertThat(less.difference(some, "A", "B")).contains("layer 'fc' is in B and not in A");
  }

  @Test
  void doesNotCareHowParametersBegin() {
    NetworkStructure some = of(network(new BatchNorm2d(1e-5, 0.1), 2, ZERO));
    NetworkStructure other = of(network(new BatchNorm2d(1e-5, 0.1), 2, new XavierUniform()));

    assertThat(other.hash()).isEqualTo(some.hash());
  }

  /** These are the words of checkpoints that were written before there were groups. */
  @Test
  void saysOfGroupsAndGapsOnlyWhereThereAreSome() {
    Conv2d dense = Conv2d.of(4, 3, 2);

    assertThat(words(dense))
        .isEqualTo(
            "Conv2d[outChannels=4, kernel=3x3, stride=2x2,"
                + " padding=1x1, bias=false] of [input]");
    assertThat(words(dense.withGroups(2))).contains("groups=2").doesNotContain("dilation");
    assertThat(words(dense.withDilation(new Size(1, 2)))).contains("dilation=1x2");
  }

  private static String words(Layer layer) {
    Vertex vertex = new Vertex("conv", layer, List.of(Network.INPUT), List.of());
    return of(new Network(new Shape(4, 8, 8), List.of(vertex))).layers().getOrDefault("conv", "");
  }

  private static NetworkStructure of(Network network) {
    return NetworkStructure.of(network);
  }

  private static Network network(Layer norm, int classes, Initializer initializer) {
    return new Network(
        new Shape(3, 1, 1),
        List.of(
            new Vertex("norm", norm, List.of("input"), List.of()),
            new Vertex(
                "fc",
                new Linear(classes, false, initializer),
                List.of("norm"),
                List.of(
                    new Parameter("fc.weight", Role.WEIGHT, List.of(classes, 3), initializer)))));
  }
}
