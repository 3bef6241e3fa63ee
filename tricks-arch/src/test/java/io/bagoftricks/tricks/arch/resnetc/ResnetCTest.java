package io.bagoftricks.tricks.arch.resnetc;

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

final class ResnetCTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new ResnetCProvider()).model(new TinyBottleneck()))
        .tests();
  }

  /**
   * Parameters by hand: 25,557,032 of ResNet-50, less 64 x 3 x 49 of the 7x7, and of the 3x3s 32 x
   * 3 x 9, 32 x 32 x 9 and 64 x 32 x 9, and of two batch norms 4 x 32.
   */
  @Test
  @Golden(trick = "resnet-c", source = "parameters by hand")
  void deepensTheStemAndNothingElse() {
    NetworkAfter after = ResNet50.with(new ResnetCProvider());

    assertThat(after.receipts())
        .containsExactly("1 of 1 stem convolutions: 7x7 became three 3x3 (C)");
    assertThat(ResNet50.parameters(after))
        .isEqualTo(25_557_032 - 9_408 + 864 + 9_216 + 18_432 + 128);
    assertThat(convolution(after, "conv1.0")).isEqualTo(Conv2d.of(32, 3, 2));
    assertThat(convolution(after, "conv1.3")).isEqualTo(Conv2d.of(32, 3, 1));
    assertThat(convolution(after, "conv1.6")).isEqualTo(Conv2d.of(64, 3, 1));
    assertThat(convolution(after, "layer3.0.conv1").stride()).isEqualTo(Size.of(2));
    assertThat(convolution(after, "layer3.0.downsample.0").stride()).isEqualTo(Size.of(2));
  }

  @Test
  void hasNoEffectOnTheStemOfCifarResNetsAndSaysSo() {
    assertThatThrownBy(() -> TrickBench.of(new ResnetCProvider()).network())
        .hasMessageContaining("recipe/no-effect")
        .hasMessageContaining("0 of 1 stem convolutions");
  }

  private static Conv2d convolution(NetworkAfter after, String name) {
    return (Conv2d) after.layer(name);
  }
}
