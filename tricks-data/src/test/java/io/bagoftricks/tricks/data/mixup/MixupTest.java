package io.bagoftricks.tricks.data.mixup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.RecordingProblems;
import io.bagoftricks.tricks.data.mixup.MixupConfig.Mode;
import io.bagoftricks.tricks.data.mixup.MixupConfig.Profile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class MixupTest {
  /** By hand: 0.25 of the own value and 0.75 of the partner's. */
  @Test
  void blendsWithOneLambda() {
    INDArray values = Nd4j.createFromArray(new double[][] {{8, 0}, {4, 16}});
    INDArray partners = Nd4j.createFromArray(new double[][] {{4, 16}, {8, 0}});
    Mixup.mix(values, partners, new double[] {0.25, 0.25});
    assertThat(values).isEqualTo(Nd4j.createFromArray(new double[][] {{5, 12}, {7, 4}}));
  }

  @Test
  void blendsEachRowWithItsOwnLambda() {
    INDArray values = Nd4j.createFromArray(new double[][] {{8, 0}, {4, 16}});
    INDArray partners = Nd4j.createFromArray(new double[][] {{4, 16}, {8, 0}});
    Mixup.mix(values, partners, new double[] {1, 0.5});
    assertThat(values).isEqualTo(Nd4j.createFromArray(new double[][] {{8, 0}, {6, 8}}));
  }

  /** Labels tell who was blended: column j of row i is the share of example j in it. */
  @Test
  void paperBlendsWithARandomPermutationAndOneLambda() {
    Draws expected = Draws.of(7);
    double lambda = expected.beta(0.2, 0.2);
    int[] partners = expected.permutation(8);

    INDArray targets = targetsAfter(MixupConfig.defaults(), 8);

    assertThat(partners).isNotEqualTo(new int[] {7, 6, 5, 4, 3, 2, 1, 0});
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        double share = (i == j ? lambda : 0) + (partners[i] == j ? 1 - lambda : 0);
        assertThat(targets.getDouble(i, j)).isCloseTo(share, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GLUONCV", "TIMM"})
  void othersBlendWithTheReversedBatch(Profile profile) {
    double lambda = Draws.of(7).beta(0.2, 0.2);
    INDArray targets = targetsAfter(new MixupConfig(0.2, profile, Mode.BATCH), 4);
    for (int i = 0; i < 4; i++) {
      assertThat(targets.getDouble(i, i)).isCloseTo(lambda, within(1e-12));
      assertThat(targets.getDouble(i, 3 - i)).isCloseTo(1 - lambda, within(1e-12));
    }
  }

  /** timm draws for the first half, in order; the example in the middle is its own mirror image. */
  @Test
  void pairSharesALambdaBetweenMirrorImages() {
    Draws draws = Draws.of(7);
    double first = draws.beta(0.2, 0.2);
    double second = draws.beta(0.2, 0.2);
    double third = draws.beta(0.2, 0.2);

    assertThat(Mixup.lambdas(5, 0.2, Mode.PAIR, Draws.of(7)))
        .containsExactly(first, second, third, second, first);
    assertThat(Mixup.lambdas(4, 0.2, Mode.PAIR, Draws.of(7)))
        .containsExactly(first, second, second, first);
  }

  @Test
  void elemDrawsALambdaForEveryExample() {
    double[] lambdas = Mixup.lambdas(6, 0.2, Mode.ELEM, Draws.of(7));
    assertThat(Arrays.stream(lambdas).distinct().count()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void targetsStayDistributionsAndEqualImagesStayAsTheyAre(Mode mode) {
    RowBatch batch = new RowBatch(6);
    batch.inputs.assign(3);
    new Mixup(new MixupConfig(0.2, Profile.TIMM, mode)).onBatch(batch);
    for (int i = 0; i < 6; i++) {
      assertThat(batch.targets.slice(i).sumNumber().doubleValue()).isCloseTo(1, within(1e-12));
    }
    assertThat(batch.inputs.minNumber().doubleValue()).isCloseTo(3, within(1e-12));
    assertThat(batch.inputs.maxNumber().doubleValue()).isCloseTo(3, within(1e-12));
  }

  /** The inputs of row i are i everywhere, so that they show the same shares as the targets. */
  @ParameterizedTest
  @EnumSource
  void blendsInputsAsItBlendsTargets(Profile profile) {
    RowBatch batch = new RowBatch(4);
    new Mixup(new MixupConfig(0.2, profile, Mode.BATCH)).onBatch(batch);
    INDArray expected = batch.targets.mmul(Nd4j.arange(4).castTo(DataType.DOUBLE).reshape(4, 1));
    for (int i = 0; i < 4; i++) {
      assertThat(batch.inputs.getDouble(i, 0, 0, 0))
          .isCloseTo(expected.getDouble(i, 0), within(1e-12));
      assertThat(batch.inputs.getDouble(i, 2, 1, 1))
          .isCloseTo(expected.getDouble(i, 0), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.2, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnAlphaThatIsNotPositiveAndFinite(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixupConfig(alpha, Profile.PAPER, Mode.BATCH))
        .withMessage("alpha must be positive and finite, not " + alpha);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE})
  void acceptsEveryPositiveAlpha(double alpha) {
    assertThat(new MixupConfig(alpha, Profile.PAPER, Mode.BATCH).alpha()).isEqualTo(alpha);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAPER", "GLUONCV"})
  void rejectsModesThatOnlyTimmHas(Profile profile) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixupConfig(0.2, profile, Mode.PAIR))
        .withMessage("mode must be 'batch' unless profile is 'timm', not 'pair'");
  }

  @Test
  void needsTwoExamplesInABatch() {
    assertThat(check(1).errors()).hasSize(1);
    assertThat(check(2).errors()).isEmpty();
  }

  private static RecordingProblems check(int batchSize) {
    RecordingProblems problems = new RecordingProblems();
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, batchSize, 10, 0.1);
    new MixupProvider().check(MixupConfig.defaults(), facts, problems);
    return problems;
  }

  private static INDArray targetsAfter(MixupConfig config, int size) {
    RowBatch batch = new RowBatch(size);
    new Mixup(config).onBatch(batch);
    return batch.targets;
  }

  /** A batch of 3x2x2 images whose row i is filled with i and has class i. */
  private static final class RowBatch implements Batch {
    private final INDArray inputs;
    private final INDArray targets;
    private final Draws draws = Draws.of(7);

    RowBatch(int size) {
      inputs = Nd4j.zeros(DataType.DOUBLE, size, 3, 2, 2);
      targets = Nd4j.eye(size).castTo(DataType.DOUBLE);
      for (int i = 0; i < size; i++) {
        inputs.slice(i).assign(i);
      }
    }

    @Override
    public int size() {
      return (int) inputs.size(0);
    }

    @Override
    public INDArray inputs() {
      return inputs;
    }

    @Override
    public INDArray targets() {
      return targets;
    }

    @Override
    public INDArray editInputs() {
      return inputs;
    }

    @Override
    public INDArray editTargets() {
      return targets;
    }

    @Override
    public Examples reordered(int[] order) {
      return new Copy(
          Nd4j.pullRows(inputs.reshape(size(), -1), 1, order).reshape(inputs.shape()),
          Nd4j.pullRows(targets, 1, order));
    }

    @Override
    public Moment moment() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Draws draws() {
      return draws;
    }
  }

  private record Copy(INDArray inputs, INDArray targets) implements Examples {}
}
