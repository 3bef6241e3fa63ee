package io.bagoftricks.tricks.optim.linearscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearScalingTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new LinearScalingProvider()).tests();
  }

  /** He et al. 2019, section 3.1: 0.1 x b / 256. */
  @ParameterizedTest
  @CsvSource({"1024, 0.4", "256, 0.1", "64, 0.025", "1, 0.000390625"})
  @Golden(trick = "linear-scaling", source = "He et al. 2019, section 3.1")
  void scalesTheRateWithTheBatch(int batchSize, double expected) {
    GroupsAfter groups =
        TrickBench.of(new LinearScalingProvider())
            .withJson("mayHaveNoEffect", "true")
            .withoutBatchNorm()
            .examples(10 * batchSize, batchSize)
            .groups();
    assertThat(groups.learningRate(0)).isCloseTo(expected, within(1e-15));
    assertThat(groups.learningRate(99)).isCloseTo(expected, within(1e-15));
    assertThat(groups.receipts()).containsExactly((batchSize == 256 ? 0 : 4) + " of 4 parameters");
  }

  /** Four micro-batches of 256 are one batch of 1024. */
  @Test
  void theBatchIsThatOfAStep() {
    GroupsAfter groups =
        TrickBench.of(new LinearScalingProvider())
            .withoutBatchNorm()
            .examples(10_240, 1024)
            .set("training.microBatch=256")
            .groups();
    assertThat(groups.learningRate(0)).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void usesTheReferenceOfTheRecipe() {
    assertThat(LinearScaling.factor(96, 128)).isEqualTo(0.75);
  }

  @Test
  void notesThatTheReferenceBatchChangesNothing() {
    assertThat(check(256).notes())
        .containsExactly("referenceBatch: equals the batch size, 256: the learning rate stays 0.1");
    assertThat(check(257).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void rejectsAReferenceBelowOne(int referenceBatch) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearScalingConfig(referenceBatch))
        .withMessage("referenceBatch must be at least 1, not " + referenceBatch);
  }

  @Test
  void acceptsAReferenceOfOne() {
    assertThat(new LinearScalingConfig(1).referenceBatch()).isEqualTo(1);
  }

  private static RecordedProblems check(int batchSize) {
    return RecordedProblems.of(
        new LinearScalingProvider(), LinearScalingConfig.defaults(), facts(batchSize));
  }

  private static RunFacts facts(int batchSize) {
    return new RunFacts(10, 1000, new Shape(3, 32, 32), 10, batchSize, 10, 0.1);
  }
}
