package io.bagoftricks.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.network.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelTest {
  private static final Shape IMAGE = new Shape(3, 224, 224);

  /** Parameter counts of torchvision's models, which differ from ours in strides only. */
  @ParameterizedTest
  @CsvSource({"18, 11689512", "34, 21797672", "50, 25557032", "101, 44549160", "152, 60192808"})
  void resNetsHaveThePublishedNumberOfParameters(int depth, long parameters) {
    assertThat(count(Graph.of(new ResNet(depth), IMAGE, 1000).freeze())).isEqualTo(parameters);
  }

  @Test
  void resNet20HasOptionBShortcuts() {
    Network network = Graph.of(new CifarResNet(20, 16), new Shape(3, 32, 32), 10).freeze();

    assertThat(count(network)).isEqualTo(272_474);
  }

  @ParameterizedTest
  @CsvSource({"20", "32", "44", "56", "110"})
  void cifarResNetsHaveTheDepthOfTheirName(int depth) {
    Network network = Graph.of(new CifarResNet(depth, 16), new Shape(3, 32, 32), 10).freeze();

    long weights =
        network.parameters().stream()
            .filter(p -> p.role() == Role.WEIGHT && !p.name().contains("downsample"))
            .count();
    assertThat(weights).isEqualTo(depth);
  }

  @Test
  void resNet50StridesInTheFirst1x1() {
    Network network = Graph.of(new ResNet(50), IMAGE, 1000).freeze();

    assertThat(network.shapes(IMAGE).get("layer2.0.conv1")).isEqualTo(new Shape(128, 28, 28));
    assertThat(network.shapes(IMAGE).get("act1")).isEqualTo(new Shape(64, 112, 112));
    assertThat(network.shapes(IMAGE).get("layer4.2.act3")).isEqualTo(new Shape(2048, 7, 7));
  }

  @Test
  void resNet50Has54WeightsAnd107OtherTensors() {
    Network network = Graph.of(new ResNet(50), IMAGE, 1000).freeze();

    assertThat(network.parameters().stream().filter(p -> p.role() == Role.WEIGHT)).hasSize(54);
    assertThat(network.parameters().stream().filter(p -> p.role() != Role.WEIGHT)).hasSize(107);
  }

  @Test
  void refusesDepthsThatDoNotExist() {
    assertThatThrownBy(() -> new ResNet(49))
        .hasMessage("depth is 49, but must be one of [18, 34, 50, 101, 152]");
    assertThatThrownBy(() -> new CifarResNet(21, 16)).hasMessageContaining("6n + 2");
    assertThatThrownBy(() -> new CifarResNet(20, 0)).hasMessageContaining("width is 0");
  }

  private static long count(Network network) {
    return network.parameters().stream().mapToLong(Parameter::elements).sum();
  }
}
