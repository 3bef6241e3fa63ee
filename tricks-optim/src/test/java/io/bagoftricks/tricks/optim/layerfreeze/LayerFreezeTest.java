package io.bagoftricks.tricks.optim.layerfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.engine.plan.FrozenSteps;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On 10 epochs of 2 steps. */
final class LayerFreezeTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(bench("[\"conv1\"]")).tests();
  }

  @Test
  @Golden(trick = "layer-freeze", source = "the steps by hand")
  void freezesWhatIsNamedForTheStretch() {
    TrickBench bench =
        bench("[\"conv1\", \"layer1.0.bn*\"]").with("start", "2ep").with("end", "7ba");
    assertThat(frozen(bench))
        .containsExactlyInAnyOrder(
            "conv1.weight",
            "layer1.0.bn1.weight",
            "layer1.0.bn1.bias",
            "layer1.0.bn2.weight",
            "layer1.0.bn2.bias");
    assertThat(bench.plan().groups())
        .flatExtracting(ParameterGroup::frozen)
        .containsOnly(new FrozenSteps(4, 7));
    assertThat(bench.groups().receipts())
        .containsExactly("1 of 29 parameters (conv1)", "4 of 29 parameters (layer1.0.bn*)");
  }

  @Test
  void theEndOfTheRunIsTheEnd() {
    assertThat(bench("[\"fc\"]").with("end", "1dur").plan().groups())
        .flatExtracting(ParameterGroup::frozen)
        .containsOnly(new FrozenSteps(0, 20));
  }

  @Test
  void refusesNamesThatNoParameterHas() {
    assertThat(bench("[\"layr1\", \"fc\", \"layer1.0.con1\", \"*q*\"]").check().errors())
        .containsExactly(
            "layers[0]: names 'layr1', but there is no such layer or parameter that is trained."
                + " Did you mean 'layer1'?",
            "layers[2]: names 'layer1.0.con1', but there is no such layer or parameter that is"
                + " trained. Did you mean 'layer1.0.conv1'?",
            "layers[3]: names '*q*', but there is no such layer or parameter that is trained."
                + " Known: 'conv1', 'layer1', 'layer2', 'layer3', 'fc', 'bn1'.");
  }

  @Test
  void asksForNames() {
    assertThat(bench("[]").check().errors())
        .singleElement()
        .asString()
        .startsWith("layers: is empty");
  }

  @ParameterizedTest
  @CsvSource({"3ep, 3ep", "3ep, 2ep", "10ep, 12ep", "-11ep, 5ep"})
  void refusesAStretchOfNoStep(String start, String end) {
    assertThat(bench("[\"fc\"]").with("start", start).with("end", end).check().errors())
        .singleElement()
        .asString()
        .startsWith("end: is " + end);
  }

  private static Stream<String> frozen(TrickBench bench) {
    return bench.plan().groups().stream()
        .filter(group -> !group.frozen().isEmpty())
        .flatMap(group -> group.parameters().stream())
        .map(Parameter::name);
  }

  private static TrickBench bench(String layers) {
    return TrickBench.of(new LayerFreezeProvider()).withJson("layers", layers);
  }
}
