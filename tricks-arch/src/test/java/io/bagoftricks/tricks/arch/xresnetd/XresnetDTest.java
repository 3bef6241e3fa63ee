package io.bagoftricks.tricks.arch.xresnetd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.model.ResNet;
import io.bagoftricks.engine.internal.network.DraftSettings;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.network.ThrownProblems;
import io.bagoftricks.engine.internal.network.TrickDraft;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.xresnetd.XresnetDConfig.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XresnetDTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new XresnetDProvider()).tests();
  }

  private static final Shape IMAGE = new Shape(3, 224, 224);

  private final List<String> receipts = new ArrayList<>();

  /**
   * ResNet-50 as torchvision and timm count it, ResNet-50-D as timm's resnet50d. B moves a stride
   * and adds nothing; the deep stem has 864 + 9216 + 18432 + 128 parameters for the 9408 of the
   * 7x7.
   */
  @ParameterizedTest
  @CsvSource({"B, 25557032", "C, 25576264", "D, 25576264"})
  @Golden(trick = "xresnet-d", source = "torchvision's and timm's counts of parameters")
  void hasTheParametersOfItsVariant(Variant variant, long parameters) {
    assertThat(parameters(Graph.of(new ResNet(50), IMAGE, 1000).freeze())).isEqualTo(25_557_032);
    assertThat(parameters(apply(new ResNet(50), variant))).isEqualTo(parameters);
  }

  @Test
  void namesAndShapesAreThoseOfTheGoldenResNet18D() throws IOException {
    List<String> expected = new ArrayList<>();
    try (InputStream golden = XresnetDTest.class.getResourceAsStream("/golden/resnet18d.json")) {
      for (JsonNode p :
          new ObjectMapper().readTree(Objects.requireNonNull(golden)).get("parameters")) {
        expected.add(p.get("name").asText() + " " + p.get("shape").toString().replace(",", ", "));
      }
    }
    Graph graph = Graph.of(new ResNet(18), new Shape(3, 64, 64), 10);
    assertThat(apply(graph, Variant.D).parameters())
        .extracting(p -> p.name() + " " + p.shape())
        .hasSize(68)
        .containsExactlyElementsOf(expected);
  }

  @Test
  void bMovesTheStrideOfABottleneckToItsThreeByThree() {
    Network network = apply(new ResNet(50), Variant.B);
    for (String block : List.of("layer2.0", "layer3.0", "layer4.0")) {
      assertThat(convolution(network, block + ".conv1").stride()).isEqualTo(Size.of(1));
      assertThat(convolution(network, block + ".conv2").stride()).isEqualTo(Size.of(2));
      assertThat(convolution(network, block + ".downsample.0").stride()).isEqualTo(Size.of(2));
    }
    assertThat(convolution(network, "conv1").kernel()).isEqualTo(Size.of(7));
    assertThat(receipts).containsExactly("3 of 16 residual blocks: stride moved to the 3x3 (B)");
  }

  @Test
  void cDeepensTheStemAsWell() {
    Network network = apply(new ResNet(50), Variant.C);
    assertThat(convolution(network, "conv1.0")).isEqualTo(Conv2d.of(32, 3, 2));
    assertThat(convolution(network, "conv1.3")).isEqualTo(Conv2d.of(32, 3, 1));
    assertThat(convolution(network, "conv1.6")).isEqualTo(Conv2d.of(64, 3, 1));
    assertThat(convolution(network, "layer2.0.conv2").stride()).isEqualTo(Size.of(2));
    assertThat(convolution(network, "layer2.0.downsample.0").stride()).isEqualTo(Size.of(2));
    assertThat(receipts)
        .containsExactly(
            "3 of 16 residual blocks: stride moved to the 3x3 (B)",
            "1 of 1 stem convolutions: 7x7 became three 3x3 (C)");
  }

  @Test
  void dPoolsBeforeTheShortcutsConvolution() {
    Network network = apply(new ResNet(50), Variant.D);
    assertThat(layer(network, "layer2.0.downsample.0"))
        .isEqualTo(new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true));
    assertThat(convolution(network, "layer2.0.downsample.1")).isEqualTo(Conv2d.of(512, 1, 1));
    assertThat(receipts)
        .containsExactly(
            "3 of 16 residual blocks: stride moved to the 3x3 (B)",
            "1 of 1 stem convolutions: 7x7 became three 3x3 (C)",
            "3 of 4 shortcut convolutions: average pooling took the stride (D)");
  }

  @Test
  void aShortcutOfStrideOneGetsNoPoolingButTimmsNames() {
    Network network = apply(new ResNet(50), Variant.D);
    assertThat(network.find("layer1.0.downsample.0")).isEmpty();
    assertThat(convolution(network, "layer1.0.downsample.1")).isEqualTo(Conv2d.of(256, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 97, 224, 225})
  void everyLayerKeepsItsExtentAtEveryImageSize(int side) {
    Shape image = new Shape(3, side, side);
    Network before = Graph.of(new ResNet(50), image, 10).freeze();
    Network after = apply(Graph.of(new ResNet(50), image, 10), Variant.D);
    for (String name : List.of("bn1", "layer1.2.add", "layer2.0.add", "layer4.2.add", "fc")) {
      assertThat(after.shapes(image).get(name)).isEqualTo(before.shapes(image).get(name));
    }
  }

  @Test
  void basicBlocksHaveNoTweakB() {
    apply(new ResNet(18), Variant.D);
    assertThat(receipts)
        .containsExactly(
            "0 of 8 residual blocks: stride moved to the 3x3 (B)",
            "1 of 1 stem convolutions: 7x7 became three 3x3 (C)",
            "3 of 3 shortcut convolutions: average pooling took the stride (D)");
  }

  @Test
  void cifarResNetsHaveTweakDOnly() {
    apply(CifarResNet.defaults(), Variant.D);
    assertThat(receipts)
        .containsExactly(
            "0 of 9 residual blocks: stride moved to the 3x3 (B)",
            "0 of 1 stem convolutions: 7x7 became three 3x3 (C)",
            "2 of 2 shortcut convolutions: average pooling took the stride (D)");
  }

  @Test
  void aSecondTimeItFindsNothingToDo() {
    Graph graph = Graph.of(new ResNet(50), IMAGE, 1000);
    Network once = apply(graph, Variant.D);
    receipts.clear();
    assertThat(apply(graph, Variant.D)).isEqualTo(once);
    assertThat(receipts).allMatch(receipt -> receipt.startsWith("0 of "));
  }

  private Network apply(Model model, Variant variant) {
    return apply(Graph.of(model, IMAGE, 1000), variant);
  }

  private Network apply(Graph graph, Variant variant) {
    RunFacts facts = new RunFacts(1000, 1000, IMAGE, 10, 100, 10, 0.1);
    TrickDraft draft =
        new TrickDraft(graph, new DraftSettings(IMAGE.size(), 3), facts, new ThrownProblems());
    new XresnetD(new XresnetDConfig(variant)).onInit(draft);
    draft.receipts().stream().map(Effect::toString).forEach(receipts::add);
    return graph.freeze();
  }

  private static long parameters(Network network) {
    return network.parameters().stream().mapToLong(Parameter::elements).sum();
  }

  private static Layer layer(Network network, String name) {
    return network.find(name).orElseThrow().layer();
  }

  private static Conv2d convolution(Network network, String name) {
    return (Conv2d) layer(network, name);
  }
}
