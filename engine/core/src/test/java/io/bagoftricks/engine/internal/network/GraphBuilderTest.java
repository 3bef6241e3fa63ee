package io.bagoftricks.engine.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The networks that a model may build, and those that are refused at once with the name of the
 * layer.
 */
final class GraphBuilderTest {
  private static final Shape IMAGE = new Shape(3, 8, 8);
  private static final int CLASSES = 5;

  private static Graph build(Model model) {
    return Graph.of(model, IMAGE, CLASSES);
  }

  private static void refuses(Model model, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> build(model)).withMessage(message);
  }

  /** A stem, a block and a head. */
  private static Model residual(String source) {
    return network -> {
      assertThat(network.input()).isEqualTo(IMAGE);
      assertThat(network.classes()).isEqualTo(CLASSES);
      network.add("stem", Conv2d.of(4, 3, 1), Network.INPUT);
      network.add("stem_act", new Relu(), "stem");
      network.markStem("stem_act");
      network.add("b.conv1", Conv2d.of(4, 3, 1), "stem_act");
      network.add("b.add", new Add(), "b.conv1", "stem_act");
      network.markBlock("b", source, "b.add");
      network.add("pool", new GlobalAvgPool(), "b.add");
      network.add("fc", Linear.of(CLASSES), "pool");
    };
  }

  @Test
  void whatIsMarkedIsFound() {
    Graph graph = build(residual("stem_act"));

    assertThat(graph.freeze().classes()).isEqualTo(CLASSES);
    assertThat(graph.stem().orElseThrow().nodes())
        .extracting(Node::name)
        .containsExactly("stem", "stem_act");
    assertThat(graph.blocks())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.branch().nodes()).extracting(Node::name).containsExactly("b.conv1");
              assertThat(block.shortcut().nodes()).isEmpty();
            });
  }

  @Test
  void aBlockBeginsWhereItIsMarkedToBegin() {
    refuses(
        residual("b.conv1"),
        "Block b: what leads to 'b.add' through 'stem_act' does not begin at 'b.conv1' alone");
    refuses(residual("c"), "Block b reads 'c', which no earlier layer is called");
    refuses(
        network -> {
          network.add("act", new Relu(), Network.INPUT);
          network.markBlock("b", Network.INPUT, "act");
        },
        "Block b ends in 'act', which is not an Add of this network");
  }

  @Test
  void aNetworkHasOneStem() {
    refuses(
        network -> {
          network.add("act", new Relu(), Network.INPUT);
          network.markStem("act");
          network.markStem("act");
        },
        "The network has a stem already");
    refuses(
        network -> network.markStem("act"),
        "The stem reads 'act', which no earlier layer is called");
  }

  @Test
  void theLastLayerGivesOneValueForEachClass() {
    refuses(network -> {}, "The network has no layer");
    refuses(
        network -> network.add("fc", Linear.of(4), network.add("p", new GlobalAvgPool(), "input")),
        "The last layer, fc, gives 4x1x1 values for 5 classes");
    refuses(
        network -> network.add("conv", Conv2d.of(CLASSES, 3, 1), Network.INPUT),
        "The last layer, conv, gives 5x8x8 values for 5 classes");
  }

  @Test
  void everyLayerLeadsToTheLast() {
    refuses(
        network -> {
          network.add("b", new Relu(), Network.INPUT);
          network.add("a", new Relu(), "b");
          network.add("p", new GlobalAvgPool(), Network.INPUT);
          network.add("fc", Linear.of(CLASSES), "p");
        },
        "Nothing reads [a, b], so the layers lead nowhere; the output is the layer added last");
  }

  @Test
  void namesAreWordsBetweenPoints() {
    for (String name : List.of("", " ", "a b", "a..b", ".a", "a.", "ü", "a/b", "x".repeat(201))) {
      refuses(
          network -> network.add(name, new Relu(), Network.INPUT),
          "'%s' is not a name of a layer: words of letters, digits, '_' and '-' with points between, such as layer1.0.conv2"
              .formatted(name));
    }
    refuses(
        network -> network.add(Network.INPUT, new Relu(), Network.INPUT),
        "The network has a layer 'input' already");
    refuses(
        network -> network.add("a", new Relu(), network.add("a", new Relu(), Network.INPUT)),
        "The network has a layer 'a' already");
  }

  @Test
  void inputsFitTheLayer() {
    refuses(
        network -> network.add("a", new Relu(), "b"),
        "a reads 'b', which no earlier layer is called");
    refuses(
        network -> network.add("a", new Add(), Network.INPUT), "a: Add[] takes 2 inputs, not 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                build(
                    network ->
                        network.add(
                            "a", new MaxPool2d(Size.of(9), Size.of(1), Size.of(0)), Network.INPUT)))
        .withMessage("a: An input of 8 is smaller than the window of 9");
  }
}
