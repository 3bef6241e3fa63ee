package io.bagoftricks.tricks.arch.blurpool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.ResNet50;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class BlurPoolTest {
  private static final TrickBench BENCH = TrickBench.of(new BlurPoolProvider());
  private static final BlurPool2d HALF = new BlurPool2d(Size.of(2));

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(BENCH).tests();
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
