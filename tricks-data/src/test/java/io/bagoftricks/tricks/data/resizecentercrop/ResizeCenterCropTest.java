package io.bagoftricks.tricks.data.resizecentercrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.data.Interpolation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ResizeCenterCropTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new ResizeCenterCropProvider()).tests();
  }

  /**
   * torchvision's Resize(256), int(256 * long / short), and CenterCrop(224), round((long - 224) /
   * 2) with halves to even: 500x375 is 341x256, (341 - 224) / 2 = 58.5 is 58.
   */
  @ParameterizedTest
  @CsvSource({
    "375, 500, 256, 341, 16, 58",
    "500, 375, 341, 256, 58, 16",
    "100, 100, 256, 256, 16, 16",
    "  1, 900, 256, 230400, 16, 115088",
    "333, 499, 256, 383, 16, 80",
  })
  @Golden(trick = "resize-center-crop", source = "torchvision's Resize and CenterCrop")
  void sizesAreTorchvisions(int height, int width, int rows, int columns, int top, int left) {
    double cropPct = new ResizeCenterCropProvider().defaults().cropPct();
    Size resized = ResizeCenterCrop.resized(new Size(height, width), Size.of(224), cropPct);
    assertThat(resized).isEqualTo(new Size(rows, columns));
    assertThat(ResizeCenterCrop.center(resized, Size.of(224)))
        .isEqualTo(new Box(top, left, 224, 224));
  }

  /** timm: floor(160 / 0.95) is 168. An input that is not square is covered on both sides. */
  @Test
  void theSideIsRoundedDown() {
    assertThat(ResizeCenterCrop.resized(Size.of(300), Size.of(160), 0.95)).isEqualTo(Size.of(168));
    assertThat(ResizeCenterCrop.resized(Size.of(300), new Size(160, 80), 1))
        .isEqualTo(Size.of(160));
  }

  /** Columns that count pixels: 16x20 shrinks to 9x11, of which columns 1 or 2 to 9 are kept. */
  @Test
  void thePreparedImageIsTheCenter() {
    float[] plane = new float[16 * 20];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i % 20;
    }
    Image image = new Image(new Size(16, 20), new float[][] {plane});
    try (TrickRun run = TrickBench.of(new ResizeCenterCropProvider()).start()) {
      Image prepared = run.onEvaluate(image, 0);
      assertThat(prepared.size()).isEqualTo(Size.of(8));
      for (int x = 1; x < 7; x++) {
        // Column x is column x + 2 of 11 (round(1.5) is 2), whose center is (x + 2.5) * 20 / 11.
        assertThat((double) prepared.planes()[0][x])
            .isCloseTo((x + 2.5) * 20 / 11 - 0.5, within(0.15));
      }
      assertThat(run.onSample(image, 0).planes()[0]).isNotEqualTo(prepared.planes()[0]);
    }
  }

  @Test
  void aViewIsTheMirrorImage() {
    INDArray inputs = Nd4j.rand(2, 3, 8, 8);
    try (TrickRun run =
        TrickBench.of(new ResizeCenterCropProvider()).with("testTimeFlip", true).start()) {
      List<INDArray> views = run.views(inputs);
      assertThat(views).hasSize(1);
      for (int x = 0; x < 8; x++) {
        assertThat(views.get(0).getDouble(1, 2, 3, x)).isEqualTo(inputs.getDouble(1, 2, 3, 7 - x));
        assertThat(views.get(0).getDouble(0, 0, 7, x)).isEqualTo(inputs.getDouble(0, 0, 7, 7 - x));
      }
    }
    try (TrickRun run = TrickBench.of(new ResizeCenterCropProvider()).start()) {
      assertThat(run.views(inputs)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.001, Double.NaN})
  void refusesAShareThatIsNone(double cropPct) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResizeCenterCropConfig(cropPct, Interpolation.BICUBIC, false))
        .withMessage("cropPct must be above 0 and at most 1, not " + cropPct);
  }

  @Test
  void bicubicIsAnotherFilter() {
    Image image = new Image(new Size(2, 2), new float[][] {{0, 200, 100, 0}});
    try (TrickRun linear = bench("bilinear").start();
        TrickRun cubic = bench("bicubic").start()) {
      assertThat(cubic.onEvaluate(image, 0).planes()[0])
          .isNotEqualTo(linear.onEvaluate(image, 0).planes()[0]);
    }
  }

  private static TrickBench bench(String interpolation) {
    return TrickBench.of(new ResizeCenterCropProvider())
        .images(new Shape(1, 8, 8))
        .with("interpolation", interpolation);
  }
}
