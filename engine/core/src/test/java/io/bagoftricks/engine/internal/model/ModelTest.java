package io.bagoftricks.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.network.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelTest {
  private static final Shape IMAGE = new Shape(3, 224, 224);

  /** Parameter counts of torchvision's models, which differ from ours in strides only. */
  @ParameterizedTest
  @CsvSource({"18, 11689512", "34, 21797672", "50, 25557032", "101, 44549160", "152, 60192808"})
  void resNetsHaveThePublishedNumberOfParameters(int depth, long parameters) {
    assertThat(count(Graph.of(new ResNet(depth), IMAGE, 1000).freeze())).isEqualTo(parameters);
  }

  /** Of torchvision's {@code resnext50_32x4d}, {@code 101_32x8d} and {@code 101_64x4d}. */
  @ParameterizedTest
  @CsvSource({"50, 32, 4, 25028904", "101, 32, 8, 88791336", "101, 64, 4, 83455272"})
  void resNeXtsHaveThePublishedNumberOfParameters(
      int depth, int groups, int width, long parameters) {
    assertThat(count(Graph.of(new ResNeXt(depth, groups, width), IMAGE, 1000).freeze()))
        .isEqualTo(parameters);
  }

  /** Of torchvision's {@code wide_resnet50_2} and {@code wide_resnet101_2}. */
  @ParameterizedTest
  @CsvSource({"50, 68883240", "101, 126886696"})
  void wideResNetsHaveThePublishedNumberOfParameters(int depth, long parameters) {
    assertThat(count(Graph.of(new WideResNet(depth, 2), IMAGE, 1000).freeze()))
        .isEqualTo(parameters);
  }

  /**
   * Of torchvision's {@code inception_v3(aux_logits=False)}; GluonCV's has no auxiliary head
   * either.
   */
  @Test
  void inceptionV3HasThePublishedNumberOfParameters() {
    Shape image = new Shape(3, 299, 299);
    Network network = Graph.of(new InceptionV3(), image, 1000).freeze();

    assertThat(count(network)).isEqualTo(23_834_568);
    assertThat(network.shapes(image).get("maxpool2")).isEqualTo(new Shape(192, 35, 35));
    assertThat(network.shapes(image).get("Mixed_5b.concat")).isEqualTo(new Shape(256, 35, 35));
    assertThat(network.shapes(image).get("Mixed_5d.concat")).isEqualTo(new Shape(288, 35, 35));
    assertThat(network.shapes(image).get("Mixed_6a.concat")).isEqualTo(new Shape(768, 17, 17));
    assertThat(network.shapes(image).get("Mixed_7a.concat")).isEqualTo(new Shape(1280, 8, 8));
    assertThat(network.shapes(image).get("Mixed_7c.concat")).isEqualTo(new Shape(2048, 8, 8));
    assertThat(network.parameters())
        .extracting(Parameter::name)
        .contains("Mixed_6b.branch7x7dbl_5.bn.weight", "Mixed_7b.branch3x3_2a.conv.weight");
  }

  @Test
  void inceptionV3TakesImagesFrom75Pixels() {
    assertThat(count(Graph.of(new InceptionV3(), new Shape(3, 75, 75), 10).freeze()))
        .isEqualTo(23_834_568 - 990 * 2049);
    assertThatThrownBy(() -> Graph.of(new InceptionV3(), new Shape(3, 74, 74), 10))
        .hasMessageContaining("is smaller than the window of 3");
  }

  /**
   * WRN-28-10 of the authors has 36.5 million, counted by hand: stem 432, stages 1640672, 6968000
   * and 27862400, last norm 1280, linear 6410.
   */
  @ParameterizedTest
  @CsvSource({"28, 10, 36479194", "40, 4, 8949210", "16, 8, 10961370"})
  void cifarWideResNetsHaveThePublishedNumberOfParameters(int depth, int widen, long parameters) {
    Shape image = new Shape(3, 32, 32);
    Network network = Graph.of(new CifarWideResNet(depth, widen), image, 10).freeze();

    assertThat(count(network)).isEqualTo(parameters);
    assertThat(network.shapes(image).get("act1")).isEqualTo(new Shape(64 * widen, 8, 8));
    long convolutions =
        network.parameters().stream()
            .filter(p -> p.role() == Role.WEIGHT && !p.name().contains("downsample"))
            .count();
    assertThat(convolutions).isEqualTo(depth - 2);
  }

  /** Of Keras' MobileNet, less its moving means and variances: 4253864 - 21888, and so on. */
  @ParameterizedTest
  @CsvSource({"1, 4231976", "0.75, 2585560", "0.5, 1331592", "0.25, 470072"})
  void mobileNetsHaveThePublishedNumberOfParameters(double multiplier, long parameters) {
    assertThat(count(Graph.of(new MobileNet(multiplier), IMAGE, 1000).freeze()))
        .isEqualTo(parameters);
  }

  @Test
  void mobileNetHalvesTheImageFiveTimes() {
    Network network = Graph.of(new MobileNet(1), IMAGE, 1000).freeze();

    assertThat(network.shapes(IMAGE).get("act1")).isEqualTo(new Shape(32, 112, 112));
    assertThat(network.shapes(IMAGE).get("blocks.1.0.act1")).isEqualTo(new Shape(64, 56, 56));
    assertThat(network.shapes(IMAGE).get("blocks.4.1.act2")).isEqualTo(new Shape(1024, 7, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnext", "wide-resnet"})
  void othersStrideInThe3x3(String model) {
    Model each = model.equals("resnext") ? ResNeXt.defaults() : WideResNet.defaults();
    Network network = Graph.of(each, IMAGE, 1000).freeze();

    assertThat(network.shapes(IMAGE).get("layer2.0.conv1")).isEqualTo(new Shape(256, 56, 56));
    assertThat(network.shapes(IMAGE).get("layer2.0.conv2")).isEqualTo(new Shape(256, 28, 28));
    assertThat(network.shapes(IMAGE).get("layer4.2.act3")).isEqualTo(new Shape(2048, 7, 7));
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
    assertThatThrownBy(() -> new ResNeXt(34, 32, 4))
        .hasMessage("depth is 34, but must be one of [50, 101, 152]");
    assertThatThrownBy(() -> new ResNeXt(50, 0, 4)).hasMessage("groups is 0, but must be 1 to 256");
    assertThatThrownBy(() -> new ResNeXt(50, 32, 257))
        .hasMessage("widthPerGroup is 257, but must be 1 to 256");
    assertThatThrownBy(() -> new WideResNet(18, 2))
        .hasMessage("depth is 18, but must be one of [50, 101, 152]");
    assertThatThrownBy(() -> new WideResNet(50, 17)).hasMessage("widen is 17, but must be 1 to 16");
    for (double none : new double[] {0, -1, 4.1, Double.NaN}) {
      assertThatThrownBy(() -> new MobileNet(none))
          .hasMessage("multiplier is " + none + ", but must be above 0 and at most 4.0");
    }
    assertThatThrownBy(() -> new CifarResNet(21, 16)).hasMessageContaining("6n + 2");
    assertThatThrownBy(() -> new CifarWideResNet(27, 10)).hasMessageContaining("6n + 4");
    assertThatThrownBy(() -> new CifarWideResNet(4, 10)).hasMessageContaining("depth is 4,");
    assertThatThrownBy(() -> new CifarWideResNet(28, 65))
        .hasMessage("widen is 65, but must be 1 to 64");
    assertThatThrownBy(() -> new CifarResNet(20, 0)).hasMessageContaining("width is 0");
  }

  private static long count(Network network) {
    return network.parameters().stream().mapToLong(Parameter::elements).sum();
  }
}
