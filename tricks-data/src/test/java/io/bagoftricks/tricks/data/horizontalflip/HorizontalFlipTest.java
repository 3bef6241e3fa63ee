package io.bagoftricks.tricks.data.horizontalflip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HorizontalFlipTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new HorizontalFlipProvider()).tests();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5})
  @Golden(trick = "horizontal-flip", source = "a binomial share")
  void mirrorsTheAskedShareOfImages(double probability) {
    double share = flips(probability) / 10_000.0;
    // Five standard deviations of a binomial share, sqrt(p (1 - p) / n), are 0.025 at most.
    assertThat(share).isCloseTo(probability, within(0.025));
  }

  /** He et al. 2019, section 2.1, step 3. */
  @Test
  void everySecondImageIsTheDefault() {
    assertThat(new HorizontalFlipProvider().defaults().probability()).isEqualTo(0.5);
  }

  @Test
  void zeroMirrorsNothingAndOneEverything() {
    assertThat(flips(0)).isZero();
    assertThat(flips(1)).isEqualTo(10_000);
  }

  @Test
  void theSameDrawsGiveTheSameDecision() {
    assertThat(flips(0.5)).isEqualTo(flips(0.5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1.0000001, Double.NaN})
  void rejectsAProbabilityOutsideItsRange(double probability) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HorizontalFlipConfig(probability))
        .withMessage("probability must be from 0 to 1, not " + probability);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0})
  void acceptsBothEndsOfTheRange(double probability) {
    assertThat(new HorizontalFlipConfig(probability).probability()).isEqualTo(probability);
  }

  @Test
  void notesThatZeroChangesNothing() {
    assertThat(check(new HorizontalFlipConfig(0)).notes()).hasSize(1);
    assertThat(check(HorizontalFlipConfig.defaults()).notes()).isEmpty();
  }

  private static RecordedProblems check(HorizontalFlipConfig config) {
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    return RecordedProblems.of(new HorizontalFlipProvider(), config, facts);
  }

  /** Of images that are dark on the left and bright on the right. */
  private static int flips(double probability) {
    int flips = 0;
    try (TrickRun run =
        TrickBench.of(new HorizontalFlipProvider()).with("probability", probability).start()) {
      for (int i = 0; i < 10_000; i++) {
        float[] row = {1, 2, 3, 4, 5, 6, 7, 8};
        Image image = new Image(new Size(1, 8), new float[][] {row});
        float first = run.onSample(image, i).planes()[0][0];
        assertThat(first).isIn(1f, 8f);
        flips += first == 8 ? 1 : 0;
      }
    }
    return flips;
  }
}
