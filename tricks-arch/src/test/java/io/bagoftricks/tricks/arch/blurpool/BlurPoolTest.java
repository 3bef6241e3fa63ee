package io.bagoftricks.tricks.arch.blurpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.LayerPass;
import io.bagoftricks.tricks.arch.ResNet50;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class BlurPoolTest {
  private static final TrickBench BENCH = TrickBench.of(new BlurPoolProvider());
  private static final Binomial HALF = new Binomial(Size.of(2));

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(BENCH).tests();
  }

  /**
   * The 3x3 window [1, 2, 1] x [1, 2, 1] / 16 on the plane with reflected borders, as a sum of nine
   * products: so is the first value (4 x 1 + 4 x 2 + 4 x 5 + 4 x 6) / 16.
   */
  @Test
  @Golden(trick = "blurpool", source = "a sum of nine products by hand")
  void blursWithReflectedBordersAndLeavesOut() {
    INDArray plane =
        Nd4j.createFromArray(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 0})
            .reshape('c', 1, 1, 3, 4);
    try (LayerPass pass = new LayerPass(HALF, plane)) {
      INDArray output = pass.forward(1, 0);

      assertThat(output.shape()).containsExactly(1, 1, 2, 2);
      assertThat(output.dup('c').data().asDouble())
          .containsExactly(new double[] {3.5, 5, 7.5, 7.75}, within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 1, 1", "3, 2, 2, 1", "7, 8, 4, 4", "112, 113, 56, 57"})
  void givesTheExtentsOfAStridedConvolution(int height, int width, int down, int across) {
    Shape in = new Shape(3, height, width);

    assertThat(HALF.output(List.of(in))).isEqualTo(new Shape(3, down, across));
    assertThat(Conv2d.of(3, 3, 2).output(List.of(in))).isEqualTo(new Shape(3, down, across));
  }

  @Test
  void refusesWhatHasNoBorderToReflect() {
    assertThatThrownBy(() -> HALF.output(List.of(new Shape(3, 1, 4))))
        .hasMessage("A blur reflects borders, which takes 2 rows and columns, not 3x1x4");
  }

  @ParameterizedTest
  @CsvSource({"5, 4, 2, 2", "4, 5, 2, 1", "2, 3, 1, 3"})
  void gradientsAreThoseOfTheLinearMap(int height, int width, int down, int across) {
    INDArray input = Nd4j.rand(DataType.DOUBLE, 2, 3, height, width);
    Binomial layer = new Binomial(new Size(down, across));
    try (LayerPass pass = new LayerPass(layer, input)) {
      INDArray output = pass.forward(1, 0);
      INDArray upstream = Nd4j.rand(DataType.DOUBLE, output.shape());
      INDArray gradient = pass.backward(upstream);

      // <A x, g> = <x, A' g>, for each unit vector by itself
      assertThat(gradient.mul(input).sumNumber().doubleValue())
          .isCloseTo(output.mul(upstream).sumNumber().doubleValue(), within(1e-12));
      for (long i = 0; i < input.length(); i++) {
        INDArray unit = input.like();
        unit.putScalar(i, 1);
        try (LayerPass one = new LayerPass(layer, unit)) {
          assertThat(gradient.getDouble(i))
              .isCloseTo(one.forward(1, 0).mul(upstream).sumNumber().doubleValue(), within(1e-12));
        }
      }
    }
  }

  @Test
  @Golden(
      trick = "blurpool",
      profiles = "paper",
      source = "places of the blurs in ResNet-50, by hand")
  void blursWhereTheNetworkOfThePaperDoes() {
    NetworkAfter after = ResNet50.with(BENCH);

    assertThat(after.receipts())
        .containsExactly(
            "3 of 16 residual branches blur where they stride",
            "3 of 16 shortcuts blur where they stride",
            "1 of 1 max poolings blur where they stride");
    assertThat(stride(after, "layer2.0.conv1")).isEqualTo(Size.of(1));
    assertThat(inputs(after, "layer2.0.aa")).containsExactly("layer2.0.act1");
    assertThat(inputs(after, "layer2.0.conv2")).containsExactly("layer2.0.aa");
    assertThat(stride(after, "layer2.0.downsample.0")).isEqualTo(Size.of(1));
    assertThat(inputs(after, "layer2.0.downsample.0")).containsExactly("layer2.0.downsample.aa");
    assertThat(after.layer("maxpool.0"))
        .isEqualTo(new MaxPool2d(Size.of(3), Size.of(1), Size.of(1)));
    assertThat(after.layer("maxpool.1")).isEqualTo(HALF);
    assertThat(stride(after, "conv1")).isEqualTo(Size.of(2));
    assertThat(ResNet50.parameters(after)).isEqualTo(25_557_032);
  }

  @Test
  @Golden(
      trick = "blurpool",
      profiles = "timm",
      source = "places of the blurs in ResNet-50, by hand")
  void timmLeavesShortcutsAsTheyAre() {
    NetworkAfter after = ResNet50.with(BENCH.with("profile", "timm"));

    assertThat(after.receipts()).contains("0 of 16 shortcuts blur where they stride");
    assertThat(stride(after, "layer2.0.downsample.0")).isEqualTo(Size.of(2));
    assertThat(stride(after, "layer2.0.conv1")).isEqualTo(Size.of(1));
  }

  @Test
  void refusesImagesOfWhichTooLittleIsLeftToBlur() {
    TrickBench bench = BENCH.set("model={\"type\": \"resnet\", \"depth\": 18}");

    assertThat(bench.images(new Shape(3, 64, 32)).check().errors()).isEmpty();
    assertThat(bench.images(new Shape(3, 64, 16)).check().errors())
        .containsExactly(
            ": 'layer4.0.conv1' gets a map of 4x1 from these images, but a blur reflects borders,"
                + " which takes 2 rows and columns: use larger images or a network that strides"
                + " less");
  }

  /** A blurred network keeps the extents of the one that strides. */
  @Test
  void everyBlockKeepsItsExtent() {
    NetworkAfter after = ResNet50.with(BENCH);
    Shape image = new Shape(3, 225, 97);
    var shapes = after.network().shapes(image);

    assertThat(shapes.get("maxpool.1")).isEqualTo(new Shape(64, 57, 25));
    assertThat(shapes.get("layer2.0.add")).isEqualTo(new Shape(512, 29, 13));
    assertThat(shapes.get("layer4.2.add")).isEqualTo(new Shape(2048, 8, 4));
    assertThat(after.names(AvgPool2d.class)).isEmpty();
  }

  private static Size stride(NetworkAfter after, String layer) {
    return ((Conv2d) after.layer(layer)).stride();
  }

  private static List<String> inputs(NetworkAfter after, String layer) {
    return after.network().find(layer).orElseThrow().inputs();
  }
}
