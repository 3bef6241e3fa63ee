package io.bagoftricks.tricks.arch.resnetd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.AvgPool2d;
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

final class ResnetDTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new ResnetDProvider()).model(new TinyBottleneck()))
        .tests();
  }

  /** Pooling has no parameters: as many as ResNet-50. */
  @Test
  @Golden(trick = "resnet-d", source = "parameters of ResNet-50")
  void poolsInTheShortcutsAndNothingElse() {
    NetworkAfter after = ResNet50.with(new ResnetDProvider());

    assertThat(after.receipts())
        .containsExactly("3 of 4 shortcut convolutions: average pooling took the stride (D)");
    assertThat(ResNet50.parameters(after)).isEqualTo(25_557_032);
    assertThat(after.layer("layer2.0.downsample.0"))
        .isEqualTo(new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true));
    assertThat(convolution(after, "layer2.0.downsample.1")).isEqualTo(Conv2d.of(512, 1, 1));
    assertThat(convolution(after, "layer2.0.conv1").stride()).isEqualTo(Size.of(2));
    assertThat(convolution(after, "conv1").kernel()).isEqualTo(Size.of(7));
  }

  private static Conv2d convolution(NetworkAfter after, String name) {
    return (Conv2d) after.layer(name);
  }
}
