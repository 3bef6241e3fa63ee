package io.bagoftricks.tricks.data.repeatedaugmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class RepeatedAugmentationTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new RepeatedAugmentationProvider()).tests();
  }

  /**
   * Of 16 images in one process timm's {@code RepeatAugSampler} without rounding takes the first 16
   * of 48 places {@code [i0, i0, i0, i1, ...]}: five images three times, a sixth once.
   */
  @Golden(
      trick = "repeated-augmentation",
      source = "timm's RepeatAugSampler(num_repeats=3, selected_round=0), by hand")
  @Test
  void anEpochShowsAThirdOfTheImages() {
    NetworkAfter after = TrickBench.of(new RepeatedAugmentationProvider()).network();

    assertThat(after.repeats()).isEqualTo(3);
    assertThat(after.receipts()).containsExactly("10 of 16 images left to other epochs");
  }

  @Test
  void refusesLessThanOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RepeatedAugmentationConfig(0))
        .withMessage("repeats must be at least 1, not 0");
  }

  @Test
  void refusesMoreThanThereAreImages() {
    assertThat(
            TrickBench.of(new RepeatedAugmentationProvider()).with("repeats", 17).check().errors())
        .containsExactly(
            "repeats: is 17, but there are 16 images to train on, and an epoch has as many. Lower it.");
  }
}
