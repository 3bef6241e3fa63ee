package io.bagoftricks.tricks.optim.swa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.testkit.EvaluationAfter;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On 10 epochs of 2 steps. */
final class SwaTest {
  private static final RunFacts FACTS = new RunFacts(4, 16, new Shape(1, 8, 8), 10, 8, 2, 0.1);

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new SwaProvider()).with("start", "1ep")).tests();
  }

  /** By hand: 8; (8 + 4) / 2 = 6; (8 + 4 - 3) / 3 = 3; what comes between does not count. */
  @Test
  @Golden(trick = "swa", source = "by hand")
  void averagesTheWeightsOfEachEpoch() {
    try (TrickRun run = bench().with("start", "8ep").start()) {
      assertThat(run.at(13).weights(100).afterStep().onEvaluate().isReplaced()).isFalse();
      run.at(15).weights(8).afterStep();
      run.at(16).weights(1000).afterStep();
      run.restart().at(17).weights(4).afterStep();
      assertThat(run.onEvaluate().weights(1)).containsExactly(6);
      run.at(19).weights(-3).afterStep();
      assertThat(run.onEvaluate().weights(1)[0]).isCloseTo(3, within(1e-12));
      assertThat(run.weights()[0]).isEqualTo(-3);
      assertThat(run.remembered()).containsEntry("models", 3L).containsEntry("measured", 3L);
    }
  }

  /** The authors' swa_start and swa_c_epochs; steps are counted from 1 here. */
  @ParameterizedTest
  @CsvSource({
    "8ep, 1ep, '16 18 20'",
    "0.75dur, 1ep, '16 18 20'",
    "7ep, 2ep, '14 18'",
    "-1ep, 1ep, '18 20'",
    "19ba, 1ba, '20'",
    "17ba, 1ba, '18 19 20'",
    "0ep, 5ep, '2 12'"
  })
  @Golden(trick = "swa", source = "the authors' swa_start and swa_c_epochs")
  void averagesAtTheseTimes(String start, String cycle, String expected) {
    SwaConfig config = new SwaConfig(TrainingTime.parse(start), TrainingTime.parse(cycle), 0.05, 1);
    assertThat(
            LongStream.rangeClosed(1, 20)
                .filter(s -> Swa.times(s, config, FACTS) > Swa.times(s - 1, config, FACTS)))
        .containsExactly(Stream.of(expected.split(" ")).map(Long::valueOf).toArray(Long[]::new));
  }

  /** In every second step alone, none of which ends an epoch: then in the first that comes. */
  @Test
  void averagesLaterWhereItDoesNotActInTime() {
    try (TrickRun run = bench().with("start", "8ep").start()) {
      long models = 0;
      for (int step = 0; step < 20; step += 2) {
        run.at(step).onStep(1);
        run.afterStep();
        models =
            run.remembered().containsKey("models") ? run.remembered().get("models").longValue() : 0;
        assertThat(models).describedAs("step %d", step).isEqualTo(step < 16 ? 0 : (step - 14) / 2);
      }
      assertThat(models).isEqualTo(2);
    }
  }

  /** Of the times that pass meanwhile one is left, not all of them one step after another. */
  @Test
  void timesThatPassedAreNotMadeUpFor() {
    try (TrickRun run = bench().with("start", "6ep").start()) {
      for (int step : new int[] {17, 18, 19}) {
        run.at(step).onStep(1);
        run.afterStep();
        assertThat(run.remembered())
            .containsEntry("models", step < 19 ? 1L : 2L)
            .containsEntry("times", step < 19 ? 4L : 5L);
      }
    }
  }

  @Test
  void notesThatAveragingBeginsWithTheLastStep() {
    assertThat(bench().with("start", "20ba").check().notes())
        .containsExactly(
            "start: is 20ba: only the last weights of the run are averaged, and rate is never used");
  }

  @Test
  void notesARateFarAboveTheRecipes() {
    assertThat(bench().with("rate", 1.5).check().notes())
        .containsExactly(
            "rate: is 1.5, more than 10 times the recipe's 0.1, and holds from step 17 on whatever the schedule says: let it be lower, or 0");
  }

  @Test
  void holdsTheRateFromThenOn() {
    try (TrickRun run = bench().with("start", "8ep").start()) {
      assertThat(run.at(15).onStep(1).learningRate()).isEqualTo(0.1);
      assertThat(run.at(16).onStep(1).learningRate()).isEqualTo(0.05);
    }
    try (TrickRun run = bench().with("start", "8ep").with("rate", 0).start()) {
      assertThat(run.at(16).onStep(1).learningRate()).isEqualTo(0.1);
    }
  }

  /**
   * A convolution of one weight 2 doubles each pixel: the mean is twice that of all pixels, the
   * variance, of one batch of all images and unbiased, four times theirs.
   */
  @Test
  void measuresTheStatisticsOfTheAverage() throws IOException {
    TrickBench bench = bench().with("start", "1ep").model(SwaTest::pointwise).examples(16, 16);
    double[] pixels = pixels(bench.plan());
    double mean = DoubleStream.of(pixels).average().orElseThrow();
    double variance =
        DoubleStream.of(pixels).map(p -> (p - mean) * (p - mean)).sum() / (pixels.length - 1);
    try (TrickRun run = bench.start()) {
      run.statistics(7, 7).at(0).weights(2).afterStep();
      EvaluationAfter evaluated = run.onEvaluate();
      assertThat(evaluated.weights(1)).containsExactly(2);
      assertThat(evaluated.statistics(2))
          .containsExactly(new double[] {2 * mean, 4 * variance}, within(1e-7));
      assertThat(run.statistics()).containsExactly(7, 7);
    }
  }

  /** Of batches of 12 and 4 images the first half is the first batch. */
  @Test
  void measuresLessWhereItIsTold() {
    TrickBench bench = bench().with("start", "1ep").model(SwaTest::pointwise).examples(16, 12);
    double[] first = measured(bench.with("statisticsShare", 0.5).set("training.dropLast=false"));
    assertThat(measured(bench.set("training.dropLast=false"))[0])
        .isNotCloseTo(first[0], within(1e-6));
    assertThat(measured(bench.set("training.dropLast=true"))).containsExactly(first, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"11ep, 1ep, start", "-11ep, 1ep, start", "8ep, 0.001dur, cycle"})
  void refusesTimesThatAreNotInTheRun(String start, String cycle, String setting) {
    assertThat(bench().with("start", start).with("cycle", cycle).check().errors())
        .singleElement()
        .asString()
        .startsWith(setting + ": is ");
  }

  /** The curve that is drawn does not know it. */
  @Test
  void saysFromWhenTheRateIsHeld() {
    assertThat(bench().with("start", "8ep").check().notes())
        .containsExactly("rate: is 0.05 from step 17 on, whatever the schedule says");
    assertThat(bench().with("rate", 0).check().notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.001, Double.NaN})
  void rejectsAShareOutsideItsRange(double share) {
    SwaConfig defaults = SwaConfig.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwaConfig(defaults.start(), defaults.cycle(), 0.05, share))
        .withMessage("statisticsShare must be above 0 and at most 1, not " + share);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsARateOutsideItsRange(double rate) {
    SwaConfig defaults = SwaConfig.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwaConfig(defaults.start(), defaults.cycle(), rate, 1))
        .withMessage("rate must be finite and at least 0, not " + rate);
  }

  private static double[] measured(TrickBench bench) {
    try (TrickRun run = bench.start()) {
      long last = bench.facts().stepsPerEpoch() - 1;
      return run.at(last).weights(2).afterStep().onEvaluate().statistics(2);
    }
  }

  /** All training images, normalized as the network sees them. */
  private static double[] pixels(RunPlan plan) throws IOException {
    List<Double> mean = plan.settings().normalization().mean();
    List<Double> deviation = plan.settings().normalization().standardDeviation();
    Dataset images = plan.recipe().data().made().open(Split.TRAIN);
    return IntStream.range(0, images.size())
        .mapToObj(
            i -> {
              try {
                return images.read(i).planes()[0];
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .flatMapToDouble(plane -> IntStream.range(0, plane.length).mapToDouble(i -> plane[i]))
        .map(pixel -> (pixel - mean.get(0)) / deviation.get(0))
        .toArray();
  }

  private static void pointwise(NetworkBuilder network) {
    String flow = network.add("conv1", Conv2d.of(1, 1, 1), Network.INPUT);
    flow = network.add("bn1", BatchNorm2d.defaults(), flow);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  private static TrickBench bench() {
    return TrickBench.of(new SwaProvider()).in64Bits();
  }
}
