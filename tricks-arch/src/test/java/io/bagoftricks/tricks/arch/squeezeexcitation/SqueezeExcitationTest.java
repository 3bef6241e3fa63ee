package io.bagoftricks.tricks.arch.squeezeexcitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.arch.ResNet50;
import io.bagoftricks.tricks.arch.squeezeexcitation.SqueezeExcitationConfig.Profile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqueezeExcitationTest {
  private static final TrickBench BENCH = TrickBench.of(new SqueezeExcitationProvider());

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(BENCH.with("reduction", 2)).tests();
  }

  /**
   * timm's seresnet50. By hand: 25,557,032 of ResNet-50, and of a block of C channels 2 C C / 16
   * weights and C + C / 16 biases: 3 x 8,464 + 4 x 33,312 + 6 x 132,160 + 3 x 526,464. All of its
   * widths are multiples of 8, so that both profiles agree.
   */
  @ParameterizedTest
  @EnumSource(Profile.class)
  @Golden(
      trick = "squeeze-excitation",
      profiles = {"paper", "timm"},
      source = "timm's seresnet50, and by hand")
  void hasTheParametersOfSeResNet50(Profile profile) {
    NetworkAfter after =
        ResNet50.with(BENCH.with("profile", profile.name().toLowerCase(Locale.ROOT)));

    assertThat(ResNet50.parameters(after)).isEqualTo(28_088_024);
    assertThat(after.receipts()).containsExactly("16 of 16 residual branches weigh channels");
  }

  /** As in timm's state_dict. */
  @Test
  void parametersAreCalledAndShapedAsInTimm() {
    Network network = ResNet50.with(BENCH).network();

    assertThat(network.parameters())
        .filteredOn(p -> p.name().startsWith("layer2.1.se."))
        .extracting(Parameter::name, Parameter::shape)
        .containsExactlyInAnyOrder(
            tuple("layer2.1.se.fc1.weight", List.of(32, 512, 1, 1)),
            tuple("layer2.1.se.fc1.bias", List.of(32)),
            tuple("layer2.1.se.fc2.weight", List.of(512, 32, 1, 1)),
            tuple("layer2.1.se.fc2.bias", List.of(512)));
  }

  @Test
  void theGateStandsBetweenTheLastBatchNormAndTheSum() {
    NetworkAfter after = BENCH.network();

    assertThat(after.layer("layer2.0.se")).isEqualTo(new Multiply());
    assertThat(inputs(after, "layer2.0.se")).containsExactly("layer2.0.bn2", "layer2.0.se.gate");
    assertThat(inputs(after, "layer2.0.se.pool")).containsExactly("layer2.0.bn2");
    assertThat(inputs(after, "layer2.0.se.act")).containsExactly("layer2.0.se.fc1");
    assertThat(inputs(after, "layer2.0.se.gate")).containsExactly("layer2.0.se.fc2");
    assertThat(inputs(after, "layer2.0.add"))
        .containsExactly("layer2.0.se", "layer2.0.downsample.1");
  }

  /** timm: {@code make_divisible(channels / 16, 8, round_limit=0)}. */
  @ParameterizedTest
  @CsvSource({
    "PAPER, 64, 4",
    "PAPER, 8, 1",
    "PAPER, 100, 6",
    "PAPER, 2048, 128",
    "TIMM, 64, 8",
    "TIMM, 128, 8",
    "TIMM, 192, 16",
    "TIMM, 176, 8",
    "TIMM, 2048, 128"
  })
  @Golden(
      trick = "squeeze-excitation",
      profiles = {"paper", "timm"},
      source = "channels / 16, and timm's make_divisible, by hand")
  void theWidthIsRoundedAsTheProfileSays(Profile profile, int channels, int width) {
    assertThat(profile.width(channels, 16)).isEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 4097})
  void refusesAReductionOutOfRange(int reduction) {
    assertThatThrownBy(() -> new SqueezeExcitationConfig(reduction, Profile.PAPER).reduction())
        .hasMessageContaining("reduction must be between 1 and 4096");
  }

  private static List<String> inputs(NetworkAfter after, String layer) {
    return after.network().find(layer).orElseThrow().inputs();
  }
}
