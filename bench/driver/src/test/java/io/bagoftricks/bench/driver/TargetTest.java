package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.NumberType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TargetTest {
  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"AVX512_CORE_BF16", "AVX512_CORE", "AVX2"})
  void sixteenBitsMayCostNoTimeWhereNoTilesAre(Level level) {
    assertThat(Target.at(level))
        .filteredOn(target -> target.work().peer() == Peer.OURS)
        .hasSize(3)
        .allSatisfy(target -> assertThat(target.floor()).isEqualTo(1));
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void noRowIsThereTwiceAndNoAimIsBelowItsFloor(Level level) {
    assertThat(Target.at(level)).extracting(Target::work).doesNotHaveDuplicates();
    assertThat(Target.at(level))
        .allSatisfy(target -> assertThat(target.aim()).isGreaterThanOrEqualTo(target.floor()));
  }

  @Test
  void lowerLevelsAskForLess() {
    assertThat(Target.at(Level.AVX2).get(0).floor()).isEqualTo(1.5);
    assertThat(Target.at(Level.AVX512_CORE).get(0).floor()).isEqualTo(1.8);
    assertThat(Target.at(Level.AVX512_CORE_BF16).get(0).floor()).isEqualTo(2);
  }

  @Test
  void libtorchIsMeasuredInTheTypeThatSuitsTheLevel() {
    assertThat(Target.at(Level.AVX512_CORE_BF16).get(0).work().peerTypes())
        .containsExactly(NumberType.F32, NumberType.BF16);
    assertThat(Target.at(Level.AVX2).get(0).work().peerTypes()).containsExactly(NumberType.F32);
    assertThat(Target.at(Level.AVX512_CORE_AMX))
        .filteredOn(target -> target.work().type() == NumberType.F32)
        .isNotEmpty()
        .allSatisfy(
            target -> assertThat(target.work().peerTypes()).containsExactly(NumberType.F32));
  }
}
