package com.example.simplegradientnoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SimpleGradientNoiseTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleGradientNoiseProvider()).tests();
  }

  /** By hand: the deviation is sqrt(0.04) at first, and sqrt(0.04 / 16^0.55) at step 15. */
  @Test
  void theVarianceFalls() {
    TrickBench bench = TrickBench.of(new SimpleGradientNoiseProvider()).with("eta", 0.04);
    try (TrickRun run = bench.start()) {
      float[] noise = new float[run.weights().length];
      run.draws(HookPoint.ON_STEP).fillNormal(noise);
      assertThat(run.onStep(3).gradients(1)[0]).isCloseTo(3 + 0.2 * noise[0], within(1e-6));
      run.at(15).draws(HookPoint.ON_STEP).fillNormal(noise);
      assertThat(run.onStep(3).gradients(1)[0]).isCloseTo(3 + 0.0933033 * noise[0], within(1e-6));
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleGradientNoiseConfig(0));
  }
}
