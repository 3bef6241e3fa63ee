package io.bagoftricks.tricks.optim.nobiasdecay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.tricks.optim.RecordingParamGroups;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoBiasDecayTest {
  /** Roles decide, not names: the gamma of timm's grammar is called "weight". */
  @Test
  void decaysWeightsOnly() {
    RecordingParamGroups groups =
        groups(
            parameter("conv1.weight", Role.WEIGHT),
            parameter("bn1.weight", Role.GAMMA),
            parameter("bn1.bias", Role.BETA),
            parameter("fc.weight", Role.WEIGHT),
            parameter("fc.bias", Role.BIAS));

    new NoBiasDecay().onParamGroups(groups);

    assertThat(groups.decayFactor("conv1.weight")).isEqualTo(1);
    assertThat(groups.decayFactor("fc.weight")).isEqualTo(1);
    assertThat(groups.decayFactor("bn1.weight")).isZero();
    assertThat(groups.decayFactor("bn1.bias")).isZero();
    assertThat(groups.decayFactor("fc.bias")).isZero();
    assertThat(groups.receipts()).containsExactly("3 of 5 parameters without decay");
  }

  @Test
  void saysSoWhereThereIsNothingToDo() {
    RecordingParamGroups groups = groups(parameter("fc.weight", Role.WEIGHT));
    new NoBiasDecay().onParamGroups(groups);
    assertThat(groups.receipts()).containsExactly("0 of 1 parameters without decay");
  }

  private static RecordingParamGroups groups(Parameter... parameters) {
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    return new RecordingParamGroups(facts, List.of(parameters));
  }

  private static Parameter parameter(String name, Role role) {
    return new Parameter(name, role, List.of(4), Constant.ZERO);
  }
}
