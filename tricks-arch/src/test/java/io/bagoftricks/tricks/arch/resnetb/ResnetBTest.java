package io.bagoftricks.tricks.arch.resnetb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.ResNet50;
import io.bagoftricks.tricks.arch.TinyBottleneck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ResnetBTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new ResnetBProvider()).model(new TinyBottleneck()))
        .tests();
  }

  /** Parameters as torchvision counts its resnet50, which has this stride. */
  @Test
  @Golden(trick = "resnet-b", source = "torchvision's count of parameters")
  void movesTheStrideOfThreeBlocksAndNothingElse() {
    NetworkAfter after = ResNet50.with(new ResnetBProvider());

    assertThat(after.receipts())
        .containsExactly("3 of 16 residual blocks: stride moved to the 3x3 (B)");
    assertThat(ResNet50.parameters(after)).isEqualTo(25_557_032);
    assertThat(convolution(after, "layer3.0.conv1").stride()).isEqualTo(Size.of(1));
    assertThat(convolution(after, "layer3.0.conv2").stride()).isEqualTo(Size.of(2));
    assertThat(convolution(after, "layer3.0.downsample.0").stride()).isEqualTo(Size.of(2));
    assertThat(convolution(after, "conv1").kernel()).isEqualTo(Size.of(7));
  }

  @Test
  void hasNoEffectOnBasicBlocksAndSaysSo() {
    assertThatThrownBy(() -> TrickBench.of(new ResnetBProvider()).network())
        .hasMessageContaining("recipe/no-effect")
        .hasMessageContaining("0 of 3 residual blocks");
  }

  private static Conv2d convolution(NetworkAfter after, String name) {
    return (Conv2d) after.layer(name);
  }
}
