package io.bagoftricks.tricks.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.tricks.init.he.HeProvider;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class WeightLayersTest {
  @Test
  void takesWeightsAndBiasesOfConvolutionsAndLinearLayersAlone() {
    NetworkAfter after =
        TrickBench.of(new HeProvider())
            .model(
                network -> {
                  String flow =
                      network.add(
                          "conv",
                          new Conv2d(4, Size.of(3), Size.of(1), Size.of(1), true, new Constant(7)),
                          Network.INPUT);
                  flow = network.add("bn", BatchNorm2d.defaults(), flow);
                  flow = network.add("pool", new GlobalAvgPool(), flow);
                  network.add("fc", Linear.of(network.classes()), flow);
                })
            .network();

    assertThat(after.receipts())
        .containsExactly("2 of 2 weights of convolutions and linear layers, biases 0");
    Map<String, String> initializers =
        after.network().parameters().stream()
            .collect(
                Collectors.toMap(Parameter::name, p -> p.initializer().getClass().getSimpleName()));
    assertThat(initializers)
        .containsOnly(
            Map.entry("conv.weight", "VarianceScaling"),
            Map.entry("conv.bias", "Constant"),
            Map.entry("bn.weight", "Constant"),
            Map.entry("bn.bias", "Constant"),
            Map.entry("fc.weight", "VarianceScaling"),
            Map.entry("fc.bias", "Constant"));
    assertThat(after.network().parameters())
        .filteredOn(p -> p.name().endsWith("bias"))
        .allMatch(p -> p.initializer().equals(Constant.ZERO));
  }

  /** A residual network of depth 8: seven convolutions, two in shortcuts, and the head. */
  @Test
  void takesThoseOfShortcutsToo() {
    assertThat(TrickBench.of(new HeProvider()).network().receipts())
        .containsExactly("10 of 10 weights of convolutions and linear layers, biases 0");
  }
}
