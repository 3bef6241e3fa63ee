package com.example.simplebiasrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SimpleBiasRateTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleBiasRateProvider()).tests();
  }

  @Test
  void biasesAloneHaveAnotherRate() {
    GroupsAfter after = TrickBench.of(new SimpleBiasRateProvider()).with("factor", 3).groups();
    assertThat(after.rateFactor("fc.bias")).isEqualTo(3);
    assertThat(after.rateFactor("bn1.bias")).isEqualTo(3);
    assertThat(after.rateFactor("fc.weight")).isEqualTo(1);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleBiasRateConfig(0));
  }
}
