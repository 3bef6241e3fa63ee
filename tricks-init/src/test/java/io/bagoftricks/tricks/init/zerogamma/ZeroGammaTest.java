package io.bagoftricks.tricks.init.zerogamma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.model.ResNet;
import io.bagoftricks.engine.internal.network.DraftSettings;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.network.ThrownProblems;
import io.bagoftricks.engine.internal.network.TrickDraft;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ZeroGammaTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new ZeroGammaProvider()).tests();
  }

  private static final Shape IMAGE = new Shape(3, 64, 64);

  /** One per residual block: 2+2+2+2, 3+4+6+3, 3+4+6+3, 3+4+23+3, 3+8+36+3. */
  @ParameterizedTest
  @CsvSource({"18, 8, 20", "34, 16, 36", "50, 16, 53", "101, 33, 104", "152, 50, 155"})
  @Golden(trick = "zero-gamma", source = "residual blocks counted by hand")
  void touchesOneBatchNormPerResidualBlock(int depth, int touched, int outOf) {
    Graph graph = Graph.of(new ResNet(depth), IMAGE, 10);
    assertThat(apply(graph)).containsExactly(new Effect(touched, outOf, "batch norms"));
    assertThat(zeroGammas(graph.freeze())).hasSize(touched);
  }

  /** As ResNet-50-D has it. */
  @Test
  void countsTheBatchNormsOfADeepStemButLeavesThem() {
    Graph graph = Graph.of(new ResNet(50), IMAGE, 10);
    TrickDraft deepened = draft(graph);
    deepened.insertAfter(
        deepened.nodes(Conv2d.class).get(0),
        Chain.of("norm", BatchNorm2d.defaults()).then("again", BatchNorm2d.defaults()));
    assertThat(apply(graph)).containsExactly(new Effect(16, 55, "batch norms"));
  }

  @ParameterizedTest
  @CsvSource({"18, bn2", "50, bn3"})
  void takesTheLastOfTheBranchAndNotTheShortcuts(int depth, String last) {
    Graph graph = Graph.of(new ResNet(depth), IMAGE, 10);
    apply(graph);
    assertThat(zeroGammas(graph.freeze()))
        .allMatch(name -> name.matches("layer\\d\\.\\d\\." + last + "\\.weight"))
        .contains("layer2.0." + last + ".weight");
  }

  @Test
  void leavesAllOtherParametersAsTheyWere() {
    Model model = CifarResNet.defaults();
    Network before = Graph.of(model, IMAGE, 10).freeze();
    Graph graph = Graph.of(model, IMAGE, 10);
    apply(graph);
    List<String> touched = zeroGammas(graph.freeze());

    assertThat(touched).hasSize(9);
    assertThat(graph.freeze().parameters())
        .filteredOn(p -> !touched.contains(p.name()))
        .containsExactlyElementsOf(
            before.parameters().stream().filter(p -> !touched.contains(p.name())).toList());
  }

  @Test
  void touchesNothingWhereThereAreNoResidualBlocks() {
    Graph graph = new Graph(IMAGE);
    String flow = graph.add("conv", Conv2d.of(8, 3, 1), Network.INPUT);
    flow = graph.add("bn", BatchNorm2d.defaults(), flow);
    flow = graph.add("pool", new GlobalAvgPool(), flow);
    graph.add("fc", Linear.of(10), flow);
    assertThat(apply(graph)).containsExactly(new Effect(0, 1, "batch norms"));
    assertThat(zeroGammas(graph.freeze())).isEmpty();
  }

  @Test
  void aNetworkWithoutResidualBlocksIsRefused() {
    assertThatThrownBy(() -> TrickBench.of(new ZeroGammaProvider()).withoutBatchNorm().network())
        .hasMessageContaining("recipe/no-effect")
        .hasMessageContaining("'zero-gamma'");
  }

  /** A norm with a convolution behind it would give that one zeros, and never learn. */
  @Test
  void leavesBlocksWhoseNormsComeFirst() {
    Graph graph = new Graph(IMAGE);
    String flow = graph.add("conv", Conv2d.of(8, 3, 1), Network.INPUT);
    String branch = graph.add("bn1", BatchNorm2d.defaults(), flow);
    branch = graph.add("conv1", Conv2d.of(8, 3, 1), branch);
    branch = graph.add("bn2", BatchNorm2d.defaults(), branch);
    branch = graph.add("conv2", Conv2d.of(8, 3, 1), branch);
    String add = graph.add("add", new Add(), branch, flow);
    graph.markBlock("block", flow, add);
    graph.add("fc", Linear.of(10), graph.add("pool", new GlobalAvgPool(), add));
    assertThat(apply(graph)).containsExactly(new Effect(0, 2, "batch norms"));
    assertThat(zeroGammas(graph.freeze())).isEmpty();
  }

  /** A gate has convolutions of its own; what it scales passes them by. */
  @Test
  void seesThroughAGate() {
    Graph graph = new Graph(IMAGE);
    String flow = graph.add("conv", Conv2d.of(8, 3, 1), Network.INPUT);
    String branch = graph.add("conv1", Conv2d.of(8, 3, 1), flow);
    branch = graph.add("bn1", BatchNorm2d.defaults(), branch);
    String gate = graph.add("squeeze", new GlobalAvgPool(), branch);
    gate = graph.add("gate", Conv2d.of(8, 1, 1), gate);
    String scaled = graph.add("scale", new Multiply(), branch, gate);
    String add = graph.add("add", new Add(), scaled, flow);
    graph.markBlock("block", flow, add);
    graph.add("fc", Linear.of(10), graph.add("pool", new GlobalAvgPool(), add));
    assertThat(apply(graph)).containsExactly(new Effect(1, 1, "batch norms"));
    assertThat(zeroGammas(graph.freeze())).containsExactly("bn1.weight");
  }

  private static List<Effect> apply(Graph graph) {
    TrickDraft draft = draft(graph);
    new ZeroGamma().onInit(draft);
    return draft.receipts();
  }

  private static TrickDraft draft(Graph graph) {
    RunFacts facts = new RunFacts(10, 1000, IMAGE, 10, 100, 10, 0.1);
    return new TrickDraft(
        graph, new DraftSettings(IMAGE.size(), IMAGE.channels()), facts, new ThrownProblems());
  }

  private static List<String> zeroGammas(Network network) {
    return network.vertices().stream()
        .filter(vertex -> vertex.layer() instanceof BatchNorm2d)
        .map(vertex -> vertex.parameters().get(0))
        .filter(gamma -> gamma.initializer().equals(Constant.ZERO))
        .map(Parameter::name)
        .toList();
  }
}
