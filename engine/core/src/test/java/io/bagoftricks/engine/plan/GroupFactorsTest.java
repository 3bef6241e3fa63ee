package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.ResNet;
import io.bagoftricks.engine.internal.network.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupFactorsTest {
  private static final Network RESNET50 =
      Graph.of(new ResNet(50), new Shape(3, 224, 224), 1000).freeze();

  private final GroupFactors factors = new GroupFactors(RESNET50);

  @Test
  void startsAsOneGroup() {
    assertThat(factors.groups())
        .singleElement()
        .satisfies(group -> assertThat(group.parameters()).hasSize(161));
  }

  @Test
  void separatesTheWeightsOfResNet50FromTheRest() {
    assertThat(factors.multiplyDecays(p -> p.role() != Role.WEIGHT, 0)).isEqualTo(107);
    List<ParameterGroup> groups = factors.groups();
    assertThat(groups).extracting(ParameterGroup::decayFactor).containsExactly(1.0, 0.0);
    assertThat(groups.get(0).parameters()).hasSize(54);
    assertThat(groups.get(1).parameters()).hasSize(107);
    assertThat(
            groups.stream()
                .flatMap(g -> g.parameters().stream())
                .mapToLong(Parameter::elements)
                .sum())
        .isEqualTo(25_557_032);
  }

  @Test
  void multipliesFactorsWhateverTheirOrder() {
    factors.multiplyRates(p -> p.role() == Role.BIAS, 2);
    factors.multiplyRates(p -> true, 0.25);
    GroupFactors reversed = new GroupFactors(RESNET50);
    reversed.multiplyRates(p -> true, 0.25);
    reversed.multiplyRates(p -> p.role() == Role.BIAS, 2);
    assertThat(factors.groups()).isEqualTo(reversed.groups());
    assertThat(factors.groups()).extracting(ParameterGroup::rateFactor).containsExactly(0.25, 0.5);
  }

  @Test
  void factorsThatCancelLeaveOneGroup() {
    factors.multiplyRates(p -> p.role() == Role.BIAS, 2);
    factors.multiplyRates(p -> p.role() == Role.BIAS, 0.5);
    factors.multiplyDecays(p -> p.role() == Role.BIAS, 1);
    assertThat(factors.groups()).hasSize(1);
  }

  @Test
  void zeroesOfEitherSignAreOneGroup() {
    factors.multiplyDecays(p -> p.role() == Role.BIAS, -0.0);
    factors.multiplyDecays(p -> p.role() == Role.BETA, 0.0);
    assertThat(factors.groups()).hasSize(2);
  }

  @Test
  void refusesNegativeFactorsAndNotANumber() {
    for (double bad : new double[] {-0.001, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> factors.multiplyRates(p -> true, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void allAreFrozenWhereEachIsForEverOrInAllSteps() {
    assertThat(factors.areAllFrozen(10)).isFalse();
    factors.freeze(p -> p.role() != Role.BIAS);
    assertThat(factors.areAllFrozen(10)).isFalse();
    factors.freeze(p -> true, new FrozenSteps(0, 9));
    assertThat(factors.areAllFrozen(10)).isFalse();
    assertThat(factors.areAllFrozen(9)).isTrue();
  }

  @Test
  void whatIsFrozenForEverHasNoRateAndNoDecayAndTakesNoFactor() {
    assertThat(factors.freeze(p -> p.role() == Role.BIAS)).isEqualTo(1);
    assertThat(factors.multiplyRates(p -> p.role() == Role.BIAS, 2)).isZero();
    assertThat(factors.freeze(p -> p.role() == Role.BIAS, new FrozenSteps(0, 1))).isZero();

    assertThat(factors.trainable()).hasSize(160).noneMatch(p -> p.role() == Role.BIAS);
    assertThat(factors.groups())
        .filteredOn(group -> group.rateFactor() == 0)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.parameters()).hasSize(1);
              assertThat(group.decayFactor()).isZero();
              assertThat(group.frozen()).isEmpty();
            });
  }

  @Test
  void whatIsFrozenForAWhileIsAGroupOfItsOwn() {
    assertThat(factors.freeze(p -> p.role() == Role.BETA, new FrozenSteps(0, 3))).isEqualTo(53);
    assertThat(factors.freeze(p -> p.role() == Role.BETA, new FrozenSteps(5, 6))).isEqualTo(53);

    assertThat(factors.trainable()).hasSize(161);
    assertThat(factors.groups())
        .extracting(group -> group.parameters().size(), ParameterGroup::frozen)
        .containsExactlyInAnyOrder(
            tuple(108, List.of()),
            tuple(53, List.of(new FrozenSteps(0, 3), new FrozenSteps(5, 6))));
  }
}
