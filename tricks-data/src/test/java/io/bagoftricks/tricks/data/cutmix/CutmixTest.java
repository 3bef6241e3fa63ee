package io.bagoftricks.tricks.data.cutmix;

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
import io.bagoftricks.tricks.data.MixMode;
import io.bagoftricks.tricks.data.cutmix.CutmixConfig.Profile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class CutmixTest {
  private static final int SIDE = 8;

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new CutmixProvider()).tests();
  }

  /**
   * By hand: sqrt(1 - 0.36) is 0.8, of 10 pixels 8, of 21 pixels 16, and halves of them 4 and 8.
   */
  @ParameterizedTest
  @CsvSource({
    "5, 10,  1, 9,  2, 18",
    "2, 19,  0, 6, 11, 21",
    "9,  0,  5, 10, 0, 8",
  })
  @Golden(trick = "cutmix", source = "by hand")
  void theRectangleIsCutOffAtTheEdges(
      int row, int column, int top, int bottom, int left, int right) {
    assertThat(Rectangle.around(0.36, row, column, 10, 21))
        .isEqualTo(new Rectangle(top, bottom, left, right));
  }

  /** By hand: 4 rows of 3 columns in an image of 6 times 4. */
  @Test
  void theShareIsThatOfThePixels() {
    assertThat(new Rectangle(1, 5, 0, 3).share(6, 4)).isEqualTo(0.5);
    assertThat(Rectangle.around(0.999, 3, 3, 6, 4).share(6, 4)).isZero();
    assertThat(Rectangle.around(0.999, 3, 3, 6, 4).isEmpty()).isTrue();
  }

  /**
   * For lambda uniform, 32x32 pixels: side k has probability (2k + 1) / 1024; the mean over all
   * centers is 0.299251 (sums in Python), the standard deviation of one draw 0.182793.
   */
  @Test
  @Golden(trick = "cutmix", source = "sums in Python")
  void pixelsAreReplacedAsOftenAsThePaperSays() {
    Draws draws = Draws.of(3);
    double mean =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> Rectangle.around(draws.beta(1, 1), 32, 32, draws).share(32, 32))
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(0.299251, within(4 * 0.182793 / Math.sqrt(20_000)));
  }

  /** int(20 * 0.2) is 4, int(20 * 0.5) is 10, which timm does not draw, nor the last position. */
  @Test
  void ofMinmaxSidesAndPositionsAreDrawnEvenly() {
    Draws draws = Draws.of(5);
    Set<Integer> sides = new HashSet<>();
    Set<Integer> bottoms = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      Rectangle cut = Rectangle.within(List.of(0.2, 0.5), 20, 20, draws);
      sides.add(cut.bottom() - cut.top());
      sides.add(cut.right() - cut.left());
      bottoms.add(cut.bottom());
    }
    assertThat(sides).containsExactlyInAnyOrder(4, 5, 6, 7, 8, 9);
    assertThat(bottoms).contains(4, 19).doesNotContain(20);
  }

  /** Row i is filled with i: what was pasted shows whose it is, and labels follow the pixels. */
  @ParameterizedTest
  @CsvSource({
    "paper, batch, false",
    "timm, batch, false",
    "timm, pair, false",
    "timm, elem, false",
    "timm, batch, true",
    "timm, elem, true",
  })
  @Golden(
      trick = "cutmix",
      profiles = {"paper", "timm"},
      source = "a property: labels follow the pixels")
  void labelsAreSharedAsPixelsAre(String profile, String mode, boolean minmax) {
    TrickBench bench = bench().with("profile", profile).with("mode", mode);
    bench = minmax ? bench.withJson("minmax", "[0.2, 0.9]") : bench;
    boolean changed = false;
    try (TrickRun run = bench.start()) {
      for (int step = 0; step < 8; step++) {
        BatchAfter batch = onRows(run.at(step), 6);
        batch.assertDistributions();
        for (int row = 0; row < 6; row++) {
          double[] pixels = shares(batch.inputs(), row, 6);
          changed |= pixels[row] < 1;
          for (int other = 0; other < 6; other++) {
            assertThat(batch.targets().getDouble(row, other))
                .isCloseTo(pixels[other], within(1e-12));
          }
        }
      }
    }
    assertThat(changed).isTrue();
  }

  @Test
  void paperPastesFromARandomPermutation() {
    try (TrickRun run = bench().start()) {
      Draws expected = run.draws(HookPoint.ON_BATCH);
      Rectangle cut = Rectangle.around(expected.beta(1, 1), SIDE, SIDE, expected);
      int[] partners = expected.permutation(6);

      INDArray inputs = onRows(run, 6).inputs();

      assertThat(cut.isEmpty()).isFalse();
      for (int row = 0; row < 6; row++) {
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            boolean inside =
                y >= cut.top() && y < cut.bottom() && x >= cut.left() && x < cut.right();
            assertThat(inputs.getDouble(row, 1, y, x)).isEqualTo(inside ? partners[row] : row);
          }
        }
      }
    }
  }

  /** Mirror images give each other the same rectangle; a pair's is its own. */
  @Test
  void aPairSharesARectangle() {
    try (TrickRun run = bench().with("profile", "timm").with("mode", "pair").start()) {
      INDArray targets = onRows(run, 6).targets();
      Set<Double> kept = new HashSet<>();
      for (int row = 0; row < 3; row++) {
        assertThat(targets.getDouble(row, row)).isEqualTo(targets.getDouble(5 - row, 5 - row));
        kept.add(targets.getDouble(row, row));
      }
      assertThat(kept).hasSizeGreaterThan(1);
    }
  }

  /** Of 80 draws with probability 0.3, 24 act; four standard deviations are 16.4. */
  @Test
  void actsAsOftenAsProbSays() {
    TrickBench bench = bench().with("profile", "timm").with("mode", "elem").with("prob", 0.3);
    int acted = 0;
    try (TrickRun run = bench.withJson("minmax", "[0.4, 0.9]").start()) {
      for (int step = 0; step < 8; step++) {
        INDArray targets = onRows(run.at(step), 10).targets();
        for (int row = 0; row < 10; row++) {
          acted += targets.getDouble(row, row) < 1 ? 1 : 0;
        }
      }
    }
    assertThat(acted).isBetween(8, 40);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnAlphaThatIsNotPositiveAndFinite(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutmixConfig(alpha, 1, Profile.PAPER, MixMode.BATCH, List.of()))
        .withMessage("alpha must be positive and finite, not " + alpha);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void rejectsAProbabilityThatIsNone(double prob) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutmixConfig(1, prob, Profile.PAPER, MixMode.BATCH, List.of()))
        .withMessage("prob must be above 0 and at most 1, not " + prob);
  }

  @Test
  void rejectsWhatOnlyTimmHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutmixConfig(1, 1, Profile.PAPER, MixMode.ELEM, List.of()))
        .withMessage("mode must be 'batch' unless profile is 'timm', not 'elem'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutmixConfig(1, 1, Profile.PAPER, MixMode.BATCH, List.of(0.2, 0.8)))
        .withMessage("minmax must be empty unless profile is 'timm'");
  }

  static Stream<List<Double>> noMinmax() {
    return Stream.of(
        List.of(0.5),
        List.of(0.5, 0.5),
        List.of(0.0, 0.5),
        List.of(0.5, 1.1),
        List.of(0.8, 0.2),
        List.of(Double.NaN, 0.5),
        List.of(0.1, 0.2, 0.3));
  }

  @ParameterizedTest
  @MethodSource("noMinmax")
  void rejectsAMinmaxThatIsNoRange(List<Double> minmax) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutmixConfig(1, 1, Profile.TIMM, MixMode.BATCH, minmax))
        .withMessage(
            "minmax must be empty or two numbers, 0 < least < largest <= 1, not " + minmax);
  }

  @Test
  void needsTwoExamplesInABatch() {
    assertThat(check(1).errors()).hasSize(1);
    assertThat(check(2).errors()).isEmpty();
  }

  private static RecordedProblems check(int batchSize) {
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, batchSize, 10, 0.1);
    return RecordedProblems.of(new CutmixProvider(), CutmixConfig.defaults(), facts);
  }

  private static TrickBench bench() {
    return TrickBench.of(new CutmixProvider()).epochs(4);
  }

  /** On a batch of images whose row i is filled with i and has class i. */
  private static BatchAfter onRows(TrickRun run, int size) {
    INDArray inputs = Nd4j.zeros(DataType.DOUBLE, size, 3, SIDE, SIDE);
    for (int i = 0; i < size; i++) {
      inputs.slice(i).assign(i);
    }
    return run.onBatch(inputs, Nd4j.eye(size).castTo(DataType.DOUBLE));
  }

  /** Of the pixels of a row's image, how many are each other row's. */
  private static double[] shares(INDArray inputs, int row, int rows) {
    double[] shares = new double[rows];
    for (double pixel : inputs.slice(row).dup().reshape(3L * SIDE * SIDE).toDoubleVector()) {
      shares[(int) pixel] += 1.0 / (3 * SIDE * SIDE);
    }
    return shares;
  }
}
