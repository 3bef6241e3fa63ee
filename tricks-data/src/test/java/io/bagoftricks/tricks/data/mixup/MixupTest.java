package io.bagoftricks.tricks.data.mixup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.testkit.BatchAfter;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.data.Blend;
import io.bagoftricks.tricks.data.MixMode;
import io.bagoftricks.tricks.data.mixup.MixupConfig.Profile;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class MixupTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new MixupProvider()).tests();
  }

  /** By hand: 0.25 of the own value and 0.75 of the partner's. */
  @Test
  void blendsWithOneLambda() {
    INDArray values = Nd4j.createFromArray(new double[][] {{8, 0}, {4, 16}});
    INDArray partners = Nd4j.createFromArray(new double[][] {{4, 16}, {8, 0}});
    Blend.rows(values, partners, new double[] {0.25, 0.25});
    assertThat(values).isEqualTo(Nd4j.createFromArray(new double[][] {{5, 12}, {7, 4}}));
  }

  @Test
  void blendsEachRowWithItsOwnLambda() {
    INDArray values = Nd4j.createFromArray(new double[][] {{8, 0}, {4, 16}});
    INDArray partners = Nd4j.createFromArray(new double[][] {{4, 16}, {8, 0}});
    Blend.rows(values, partners, new double[] {1, 0.5});
    assertThat(values).isEqualTo(Nd4j.createFromArray(new double[][] {{8, 0}, {6, 8}}));
  }

  /** Labels tell who was blended: column j of row i is the share of example j in it. */
  @Test
  @Golden(trick = "mixup", profiles = "paper", source = "a property: labels show who was blended")
  void paperBlendsWithARandomPermutationAndOneLambda() {
    try (TrickRun run = bench().start()) {
      Draws expected = run.draws(HookPoint.ON_BATCH);
      double lambda = expected.beta(0.2, 0.2);
      int[] partners = expected.permutation(8);

      INDArray targets = onRows(run, 8).targets();

      assertThat(partners).isNotEqualTo(new int[] {7, 6, 5, 4, 3, 2, 1, 0});
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
          double share = (i == j ? lambda : 0) + (partners[i] == j ? 1 - lambda : 0);
          assertThat(targets.getDouble(i, j)).isCloseTo(share, within(1e-12));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GLUONCV", "TIMM"})
  @Golden(
      trick = "mixup",
      profiles = {"gluoncv", "timm"},
      source = "the reversed batch by hand")
  void othersBlendWithTheReversedBatch(Profile profile) {
    try (TrickRun run = bench().with("profile", word(profile)).start()) {
      double lambda = run.draws(HookPoint.ON_BATCH).beta(0.2, 0.2);
      INDArray targets = onRows(run, 4).targets();
      for (int i = 0; i < 4; i++) {
        assertThat(targets.getDouble(i, i)).isCloseTo(lambda, within(1e-12));
        assertThat(targets.getDouble(i, 3 - i)).isCloseTo(1 - lambda, within(1e-12));
      }
    }
  }

  /** timm draws for the first half, in order; the example in the middle is its own mirror image. */
  @Test
  @Golden(trick = "mixup", profiles = "timm", source = "a property: mirror images share a lambda")
  void pairSharesALambdaBetweenMirrorImages() {
    Draws draws = Draws.of(7);
    double first = draws.beta(0.2, 0.2);
    double second = draws.beta(0.2, 0.2);
    double third = draws.beta(0.2, 0.2);

    assertThat(Mixup.lambdas(5, timm(MixMode.PAIR, 1), Draws.of(7)))
        .containsExactly(first, second, third, second, first);
    assertThat(Mixup.lambdas(4, timm(MixMode.PAIR, 1), Draws.of(7)))
        .containsExactly(first, second, second, first);
  }

  @Test
  void elemDrawsALambdaForEveryExample() {
    double[] lambdas = Mixup.lambdas(6, timm(MixMode.ELEM, 1), Draws.of(7));
    assertThat(Arrays.stream(lambdas).distinct().count()).isEqualTo(6);
  }

  /** Of 2,000 draws with probability 0.25 500 act; four standard deviations are 77. */
  @Test
  void blendsAsOftenAsProbSays() {
    double[] lambdas = Mixup.lambdas(2000, timm(MixMode.ELEM, 0.25), Draws.of(7));
    assertThat(Arrays.stream(lambdas).filter(lambda -> lambda < 1).count()).isBetween(423L, 577L);
  }

  @Test
  void aBatchThatIsNotBlendedIsLeftAlone() {
    try (TrickRun run = bench().with("prob", Double.MIN_VALUE).start()) {
      BatchAfter batch = onRows(run, 4);
      assertThat(batch.targets()).isEqualTo(Nd4j.eye(4).castTo(DataType.DOUBLE));
      assertThat(run.isEffective()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void rejectsAProbabilityThatIsNone(double prob) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixupConfig(0.2, prob, Profile.PAPER, MixMode.BATCH))
        .withMessage("prob must be above 0 and at most 1, not " + prob);
  }

  @ParameterizedTest
  @EnumSource
  void targetsStayDistributionsAndEqualImagesStayAsTheyAre(MixMode mode) {
    try (TrickRun run = bench().with("profile", "timm").with("mode", word(mode)).start()) {
      INDArray alike = Nd4j.valueArrayOf(new long[] {6, 3, 2, 2}, 3, DataType.DOUBLE);
      BatchAfter batch = run.onBatch(alike, Nd4j.eye(6).castTo(DataType.DOUBLE));
      batch.assertDistributions();
      assertThat(batch.inputs().minNumber().doubleValue()).isCloseTo(3, within(1e-12));
      assertThat(batch.inputs().maxNumber().doubleValue()).isCloseTo(3, within(1e-12));
    }
  }

  /** The inputs of row i are i everywhere, so that they show the same shares as the targets. */
  @ParameterizedTest
  @EnumSource
  void blendsInputsAsItBlendsTargets(Profile profile) {
    try (TrickRun run = bench().with("profile", word(profile)).start()) {
      BatchAfter batch = onRows(run, 4);
      INDArray expected =
          batch.targets().mmul(Nd4j.arange(4).castTo(DataType.DOUBLE).reshape(4, 1));
      for (int i = 0; i < 4; i++) {
        assertThat(batch.inputs().getDouble(i, 0, 0, 0))
            .isCloseTo(expected.getDouble(i, 0), within(1e-12));
        assertThat(batch.inputs().getDouble(i, 2, 1, 1))
            .isCloseTo(expected.getDouble(i, 0), within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.2, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnAlphaThatIsNotPositiveAndFinite(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixupConfig(alpha, 1, Profile.PAPER, MixMode.BATCH))
        .withMessage("alpha must be positive and finite, not " + alpha);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE})
  void acceptsEveryPositiveAlpha(double alpha) {
    assertThat(new MixupConfig(alpha, 1, Profile.PAPER, MixMode.BATCH).alpha()).isEqualTo(alpha);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAPER", "GLUONCV"})
  void rejectsModesThatOnlyTimmHas(Profile profile) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixupConfig(0.2, 1, profile, MixMode.PAIR))
        .withMessage("mode must be 'batch' unless profile is 'timm', not 'pair'");
  }

  @Test
  void needsTwoExamplesInABatch() {
    assertThat(check(1).errors()).hasSize(1);
    assertThat(check(2).errors()).isEmpty();
  }

  private static RecordedProblems check(int batchSize) {
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, batchSize, 10, 0.1);
    return RecordedProblems.of(new MixupProvider(), MixupConfig.defaults(), facts);
  }

  private static TrickBench bench() {
    return TrickBench.of(new MixupProvider());
  }

  private static MixupConfig timm(MixMode mode, double prob) {
    return new MixupConfig(0.2, prob, Profile.TIMM, mode);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** On a batch of 3x2x2 images whose row i is filled with i and has class i. */
  private static BatchAfter onRows(TrickRun run, int size) {
    INDArray inputs = Nd4j.zeros(DataType.DOUBLE, size, 3, 2, 2);
    for (int i = 0; i < size; i++) {
      inputs.slice(i).assign(i);
    }
    return run.onBatch(inputs, Nd4j.eye(size).castTo(DataType.DOUBLE));
  }
}
