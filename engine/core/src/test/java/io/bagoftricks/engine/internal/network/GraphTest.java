package io.bagoftricks.engine.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.model.ResNet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphTest {
  private final Graph graph = Graph.of(new CifarResNet(8, 4), new Shape(3, 32, 32), 10);

  @Test
  void aRegionIsReadInOrder() {
    assertThat(names(graph.blocks().get(1).branch()))
        .containsExactly(
            "layer2.0.conv1", "layer2.0.bn1", "layer2.0.act1", "layer2.0.conv2", "layer2.0.bn2");
    assertThat(names(graph.blocks().get(1).shortcut()))
        .containsExactly("layer2.0.downsample.0", "layer2.0.downsample.1");
    assertThat(graph.blocks().get(0).shortcut().nodes()).isEmpty();
    assertThat(names(graph.stem().orElseThrow())).containsExactly("conv1", "bn1", "act1");
  }

  @Test
  void aReplacedRegionMayReuseTheNamesOfItsLayers() {
    Region shortcut = graph.blocks().get(1).shortcut();

    graph.replace(
        shortcut,
        Chain.of("0", new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true))
            .then("1", Conv2d.of(8, 1, 1))
            .then("2", BatchNorm2d.defaults()));

    assertThat(names(shortcut))
        .containsExactly("layer2.0.downsample.0", "layer2.0.downsample.1", "layer2.0.downsample.2");
    assertThat(inputs("layer2.0.add")).containsExactly("layer2.0.bn2", "layer2.0.downsample.2");
    assertThat(inputs("layer2.0.downsample.0")).containsExactly("layer1.0.act2");
  }

  /** Names are keys of weights, and of settings in which a star stands for others. */
  @Test
  void aLinkHasANameOfALayer() {
    Region shortcut = graph.blocks().get(0).shortcut();
    for (String name : List.of("a b", "*", "a.", "\n", "a".repeat(200))) {
      assertThatThrownBy(() -> graph.insertAfter(shortcut, Chain.of(name, new Relu())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a name of a layer");
    }
  }

  @Test
  void anIdentityShortcutCanGetLayers() {
    Region shortcut = graph.blocks().get(0).shortcut();

    graph.insertAfter(shortcut, Chain.of("0", new Relu()));

    assertThat(names(shortcut)).containsExactly("layer1.0.downsample.0");
    assertThat(inputs("layer1.0.add")).containsExactly("layer1.0.bn2", "layer1.0.downsample.0");
    assertThat(inputs("layer1.0.conv1")).containsExactly("act1");
  }

  @Test
  void aGateJoinsTheFlowWithItsSide() {
    Chain gate =
        Chain.of("se.pool", new GlobalAvgPool())
            .then("se.fc", Conv2d.of(8, 1, 1))
            .then("se.sigmoid", new Sigmoid());

    graph.insertAfter(
        graph.blocks().get(1).branch(),
        new Chain(List.of(new Chain.Link("se", new Multiply(), java.util.Optional.of(gate)))));

    assertThat(inputs("layer2.0.se")).containsExactly("layer2.0.bn2", "layer2.0.se.sigmoid");
    assertThat(inputs("layer2.0.add")).containsExactly("layer2.0.se", "layer2.0.downsample.1");
    assertThat(graph.freeze().shapes(new Shape(3, 32, 32)).get("layer2.0.se"))
        .isEqualTo(new Shape(8, 16, 16));
  }

  @Test
  void blocksStartAfterWhatIsInsertedBehindTheBlockBefore() {
    graph.insertAfter(node("layer1.0.act2"), Chain.of("extra", new Sigmoid()));

    assertThat(inputs("layer2.0.conv1")).containsExactly("layer1.0.extra");
    assertThat(names(graph.blocks().get(1).branch())).doesNotContain("layer1.0.extra").hasSize(5);
    assertThat(names(graph.blocks().get(1).shortcut())).hasSize(2);
  }

  @Test
  void channelsFollowFromEditsUpstream() {
    graph.replace(node("conv1"), Chain.of("0", Conv2d.of(6, 3, 1)).then("1", Conv2d.of(4, 3, 1)));

    assertThat(graph.freeze().parameters())
        .extracting(Parameter::name)
        .startsWith("conv1.0.weight", "conv1.1.weight", "bn1.weight");
    assertThat(node("conv1.1").inputShapes()).containsExactly(new Shape(6, 32, 32));
    assertThat(names(graph.stem().orElseThrow()))
        .containsExactly("conv1.0", "conv1.1", "bn1", "act1");
  }

  @Test
  void theStemOfAnImageNetResNetIncludesItsPooling() {
    Graph resNet = Graph.of(new ResNet(18), new Shape(3, 64, 64), 10);

    resNet.insertAfter(resNet.stem().orElseThrow(), Chain.of("extra", new Relu()));

    assertThat(names(resNet.stem().orElseThrow()))
        .containsExactly("conv1", "bn1", "act1", "maxpool", "extra");
    assertThat(names(resNet.blocks().get(0).branch())).doesNotContain("extra");
  }

  @Test
  void aRemovedLayerLeavesItsNeighborsConnected() {
    graph.remove(node("layer1.0.act1"));

    assertThat(inputs("layer1.0.conv2")).containsExactly("layer1.0.bn1");
  }

  @Test
  void theOrderOfIndependentEditsDoesNotMatter() {
    Graph other = Graph.of(new CifarResNet(8, 4), new Shape(3, 32, 32), 10);
    Chain chain = Chain.of("extra", new Relu());

    graph.insertAfter(graph.blocks().get(0).branch(), chain);
    graph.insertAfter(graph.blocks().get(2).branch(), chain);
    other.insertAfter(other.blocks().get(2).branch(), chain);
    other.insertAfter(other.blocks().get(0).branch(), chain);

    assertThat(graph.freeze()).isEqualTo(other.freeze());
  }

  @Test
  void initializersBelongToParameters() {
    Parameter gamma = node("layer1.0.bn2").parameters().get(0);

    graph.initialize(gamma, Constant.ZERO);

    assertThat(node("layer1.0.bn2").parameters().get(0).initializer()).isEqualTo(Constant.ZERO);
    assertThatThrownBy(() -> graph.initialize(gamma.named("bn9.weight"), Constant.ZERO))
        .hasMessageContaining("no parameter 'bn9.weight'");
  }

  @Test
  void namesTheLayerThatDoesNotFit() {
    graph.insertAfter(
        node("global_pool"),
        Chain.of("late", new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), false)));

    assertThatThrownBy(graph::freeze).hasMessageStartingWith("late: An input of 1 is smaller");
  }

  @Test
  void refusesHandlesOfLayersThatAreGone() {
    Node gone = node("layer1.0.act1");
    graph.remove(gone);

    assertThatThrownBy(() -> graph.replace(gone, new Sigmoid()))
        .hasMessage("Layer 'layer1.0.act1' is not in this network");
    assertThatThrownBy(() -> graph.remove(node("layer1.0.add")))
        .hasMessageContaining("joins 2 inputs");
  }

  private Node node(String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private List<String> inputs(String name) {
    Network.Vertex vertex = graph.freeze().find(name).orElseThrow();
    return vertex.inputs();
  }

  private static List<String> names(Region region) {
    return region.nodes().stream().map(Node::name).toList();
  }
}
