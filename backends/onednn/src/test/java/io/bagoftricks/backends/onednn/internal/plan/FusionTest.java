package io.bagoftricks.backends.onednn.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.onednn.TestNetworks;
import io.bagoftricks.backends.spi.Phase;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FusionTest {
  private static final Network NETWORK = TestNetworks.residual(16);

  @Test
  void trainingJoinsSumAndReluWithWhatIsBeforeThem() {
    assertThat(units(Phase.TRAINING))
        .containsExactly(
            "conv1",
            "bn1+act1",
            "pool",
            "a.conv1",
            "a.conv2",
            "a.bn1+a.add+a.act",
            "b.conv1",
            "b.bn1",
            "b.short",
            "b.shortbn+b.add+b.act",
            "gap",
            "fc");
  }

  @Test
  void evaluationLeavesConvolutionsOnly() {
    assertThat(units(Phase.EVALUATION))
        .containsExactly(
            "conv1+bn1+act1",
            "pool",
            "a.conv1",
            "a.conv2+a.bn1+a.add+a.act",
            "b.conv1+b.bn1",
            "b.short+b.shortbn+b.add+b.act",
            "gap",
            "fc");
  }

  @Test
  void nothingIsFusedAcrossATap() {
    assertThat(units(Phase.EVALUATION, "a.bn1", "conv1"))
        .contains("conv1", "bn1+act1", "a.conv2+a.bn1", "a.add+a.act");
  }

  @Test
  void aUnitReadsWhatItsLaterLayersRead() {
    Unit unit =
        Fusion.of(NETWORK, Phase.EVALUATION, Set.of()).stream()
            .filter(u -> u.name().equals("b.act"))
            .findFirst()
            .orElseThrow();
    assertThat(unit.inputs()).containsExactly("a.act", "b.bn1");
  }

  private static List<String> units(Phase phase, String... taps) {
    return Fusion.of(NETWORK, phase, Set.of(taps)).stream()
        .map(u -> u.layers().stream().map(Vertex::name).collect(Collectors.joining("+")))
        .toList();
  }
}
