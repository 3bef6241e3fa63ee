package io.bagoftricks.tricks.data.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizeTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(bench()).tests();
  }

  /** He et al. 2019, section 2.1, step 6. */
  @Test
  @Golden(trick = "normalize", source = "He et al. 2019, section 2.1")
  void defaultsToTheValuesOfThePaper() {
    NormalizeConfig config = new NormalizeProvider().defaults();
    assertThat(config.mean()).containsExactly(123.68, 116.779, 103.939);
    assertThat(config.standardDeviation()).containsExactly(58.393, 57.12, 57.375);
  }

  @Test
  void declaresItsValuesAndCountsChannels() {
    NetworkAfter after = bench().network();
    assertThat(after.mean()).containsExactly(123.68, 116.779, 103.939);
    assertThat(after.standardDeviation()).containsExactly(58.393, 57.12, 57.375);
    assertThat(after.receipts()).containsExactly("3 of 3 channels");
  }

  @Test
  void copiesWhatItIsGiven() {
    List<Double> mean = new ArrayList<>(List.of(128.0));
    NormalizeConfig config = new NormalizeConfig(mean, List.of(64.0));
    mean.set(0, 0.0);
    assertThat(config.mean()).containsExactly(128.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsADeviationThatIsNotPositiveAndFinite(double deviation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NormalizeConfig(List.of(0.0), List.of(deviation)))
        .withMessage("standardDeviation must be positive and finite, not " + deviation);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE})
  void acceptsEveryPositiveDeviation(double deviation) {
    assertThat(new NormalizeConfig(List.of(0.0), List.of(deviation)).standardDeviation())
        .containsExactly(deviation);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
  void rejectsAMeanThatIsNotFinite(double mean) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NormalizeConfig(List.of(mean), List.of(1.0)))
        .withMessage("mean must be finite, not " + mean);
  }

  @Test
  void rejectsListsOfDifferentLengthAndEmptyOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NormalizeConfig(List.of(1.0, 2.0), List.of(1.0)))
        .withMessageEndingWith("not 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NormalizeConfig(List.of(), List.of()))
        .withMessageEndingWith("not 0 and 0");
  }

  @Test
  void reportsANumberOfValuesThatIsNotTheNumberOfChannels() {
    assertThat(check(1).errors())
        .containsExactly(
            "mean: has 3 values, but images have 1 channels:"
                + " give mean and standardDeviation 1 each");
    assertThat(check(3).errors()).isEmpty();
  }

  @Test
  void notesWhatHappensAnyway() {
    assertThat(check(new NormalizeConfig(List.of(0.0), List.of(255.0)), 1).notes())
        .containsExactly(": is what happens without it too: pixels from 0 to 255 become 0 to 1");
    assertThat(check(new NormalizeConfig(List.of(0.0), List.of(254.0)), 1).notes()).isEmpty();
    assertThat(check(new NormalizeConfig(List.of(1.0), List.of(255.0)), 1).notes()).isEmpty();
  }

  private static RecordedProblems check(int channels) {
    return check(NormalizeConfig.defaults(), channels);
  }

  private static RecordedProblems check(NormalizeConfig config, int channels) {
    return RecordedProblems.of(new NormalizeProvider(), config, facts(channels));
  }

  private static RunFacts facts(int channels) {
    return new RunFacts(10, 1000, new Shape(channels, 32, 32), 10, 100, 10, 0.1);
  }

  /** On images of three channels. */
  private static TrickBench bench() {
    return TrickBench.of(new NormalizeProvider()).images(new Shape(3, 8, 8));
  }
}
