package io.bagoftricks.tricks.optim.nobiasdecay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class NoBiasDecayTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new NoBiasDecayProvider()).tests();
  }

  /** Roles decide, not names: the gamma of timm's grammar is called "weight". */
  @Test
  void decaysWeightsOnly() {
    GroupsAfter groups = TrickBench.of(new NoBiasDecayProvider()).groups();
    assertThat(groups.decayFactor("conv1.weight")).isEqualTo(1);
    assertThat(groups.decayFactor("layer2.0.downsample.0.weight")).isEqualTo(1);
    assertThat(groups.decayFactor("fc.weight")).isEqualTo(1);
    assertThat(groups.decayFactor("bn1.weight")).isZero();
    assertThat(groups.decayFactor("bn1.bias")).isZero();
    assertThat(groups.decayFactor("fc.bias")).isZero();
  }

  /** He et al. 2019, section 3.1, on ResNet-50: 54 tensors are decayed, 107 are not. */
  @Test
  @Golden(trick = "no-bias-decay", source = "He et al. 2019, section 3.1")
  void countsTheTensorsOfResNet50() {
    GroupsAfter groups =
        TrickBench.of(new NoBiasDecayProvider())
            .images(new Shape(3, 64, 64))
            .set("model={\"type\": \"resnet\", \"depth\": 50}")
            .groups();
    assertThat(groups.receipts()).containsExactly("107 of 161 parameters without decay");
  }
}
