package com.example.simplebrightness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SimpleBrightnessTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleBrightnessProvider()).tests();
  }

  @Test
  void allPixelsHaveTheFactorOfTheirImage() {
    try (TrickRun run = TrickBench.of(new SimpleBrightnessProvider()).start()) {
      double factor = run.sampleDraws(5).uniform(0.8, 1.2);
      Image image = new Image(new Size(1, 8), new float[][] {{0, 10, 20, 30, 40, 50, 60, 70}});
      float[] after = run.onSample(image, 5).planes()[0];
      assertThat(after[0]).isZero();
      assertThat(after[7]).isCloseTo((float) (70 * factor), within(1e-3f));
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleBrightnessConfig(1.1));
  }
}
