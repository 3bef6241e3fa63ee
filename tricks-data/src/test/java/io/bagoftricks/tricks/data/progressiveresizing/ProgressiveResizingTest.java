package io.bagoftricks.tricks.data.progressiveresizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressiveResizingTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new ProgressiveResizingProvider()).tests();
  }

  /** 1 - 0.8 is less than 0.2 in doubles. */
  @ParameterizedTest
  @CsvSource({"0.8, 0.2", "0.9, 0.1", "0.7, 0.3", "1, 0", "0, 1"})
  void theSharesMayFillTheRun(double delay, double finetune) {
    assertThat(new ProgressiveResizingConfig(0.5, delay, finetune, 4).finetuneFraction())
        .isEqualTo(finetune);
  }

  @Test
  void notesThatWholeImagesAreNeverSeen() {
    TrickBench bench =
        TrickBench.of(new ProgressiveResizingProvider()).images(new Shape(1, 32, 32));
    assertThat(bench.epochs(3).check().notes())
        .containsExactly(
            "finetuneFraction: is 0.2 of a run of 3 epochs: no epoch begins that late, so even the last is on images of 24x24");
    assertThat(bench.epochs(5).check().notes()).isEmpty();
    assertThat(bench.epochs(3).with("finetuneFraction", 0).check().notes()).isEmpty();
  }

  /**
   * By hand, 10 epochs on 32x64: 0.5 until half of the run, then in epochs 5, 6 and 7 0.5, 2/3 and
   * 5/6: of 32 21.3 and 26.7, to multiples of 4 20 and 28; of 64 42.7 and 53.3, 44 and 52.
   */
  @Golden(trick = "progressive-resizing", source = "by hand")
  @Test
  void sidesGrowAsTheRunGoesOn() {
    NetworkAfter after =
        TrickBench.of(new ProgressiveResizingProvider()).images(new Shape(1, 32, 64)).network();
    List<Size> sizes = IntStream.range(0, 10).mapToObj(after::inputSize).toList();
    Size half = new Size(16, 32);
    Size whole = new Size(32, 64);
    assertThat(sizes)
        .containsExactly(
            half, half, half, half, half, half, new Size(20, 44), new Size(28, 52), whole, whole);
    assertThat(after.receipts()).containsExactly("8 of 10 epochs on smaller images");
  }

  /** A side that is not a multiple is whole in the end, and never below one increment. */
  @Test
  void sidesAreMultiplesOrWhole() {
    ProgressiveResizingConfig config = new ProgressiveResizingConfig(0.01, 0, 0.5, 8);
    assertThat(ProgressiveResizing.size(config, Size.of(30), 0, 4)).isEqualTo(Size.of(8));
    assertThat(ProgressiveResizing.size(config, Size.of(30), 1, 4)).isEqualTo(Size.of(16));
    assertThat(ProgressiveResizing.size(config, Size.of(30), 2, 4)).isEqualTo(Size.of(30));
    assertThat(ProgressiveResizing.size(config, Size.of(5), 0, 4)).isEqualTo(Size.of(5));
  }

  /**
   * Python's round(36 * 0.5 / 4) is 4 and round(44 * 0.5 / 4) is 6, as in Composer's pinned width.
   */
  @Test
  void aHalfIsRoundedToTheEvenMultiple() {
    ProgressiveResizingConfig config = new ProgressiveResizingConfig(0.5, 1, 0, 4);
    assertThat(ProgressiveResizing.size(config, new Size(36, 44), 0, 10))
        .isEqualTo(new Size(16, 24));
  }

  @Test
  void withoutAnEndItNeverGetsWhole() {
    ProgressiveResizingConfig config = new ProgressiveResizingConfig(0.5, 1, 0, 4);
    assertThat(ProgressiveResizing.size(config, Size.of(32), 9, 10)).isEqualTo(Size.of(16));
    assertThat(ProgressiveResizing.scale(config, 1)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 0.2, 4, initialScale must be above 0 and at most 1",
    "1.1, 0.5, 0.2, 4, initialScale must be above 0 and at most 1",
    "NaN, 0.5, 0.2, 4, initialScale must be above 0 and at most 1",
    "0.5, -0.1, 0.2, 4, delayFraction must be from 0 to 1",
    "0.5, 0.5, 0.6, 4, finetuneFraction must be from 0 to 1 - delayFraction",
    "0.5, 0.5, NaN, 4, finetuneFraction must be from 0 to 1 - delayFraction",
    "0.5, 0.5, 0.2, 0, sizeIncrement must be at least 1",
  })
  void refusesWhatIsOutOfRange(
      double scale, double delay, double finetune, int increment, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProgressiveResizingConfig(scale, delay, finetune, increment))
        .withMessageStartingWith(message);
  }

  @Test
  void imagesThatAreTooSmallForTheNetworkAreRefusedWhileItIsPlanned() {
    TrickBench bench =
        TrickBench.of(new ProgressiveResizingProvider()).model(ProgressiveResizingTest::wide);
    assertThatThrownBy(bench::plan)
        .hasMessageStartingWith(
            "bench.json:7: [recipe/input-too-small] In epoch 1 'progressive-resizing' trains on images of 4x4, which do not fit the network: ")
        .hasMessageContaining("conv1")
        .hasMessageEndingWith(". Let them be larger.");
    assertThat(bench.with("sizeIncrement", 7).network().inputSize(0)).isEqualTo(Size.of(7));
  }

  /** Its convolution sees 7x7 pixels, and nothing around the image. */
  private static void wide(NetworkBuilder network) {
    Conv2d conv = new Conv2d(2, Size.of(7), Size.of(1), Size.of(0), true, new XavierUniform());
    String flow = network.add("conv1", conv, Network.INPUT);
    flow = network.add("global_pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }
}
