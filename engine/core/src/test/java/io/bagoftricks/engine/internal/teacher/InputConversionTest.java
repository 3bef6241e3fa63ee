package io.bagoftricks.engine.internal.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class InputConversionTest {
  private static final Normalization ONE =
      new Normalization(List.of(10.0, 20.0), List.of(2.0, 4.0));
  private static final Normalization OTHER =
      new Normalization(List.of(30.0, 0.0), List.of(5.0, 8.0));

  /** The pixel 16 is 3 of the one, and (16 - 30) / 5 of the other; 40 is 5, and 40 / 8. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void takesOneNormalizationOffAndPutsTheOtherOn(DataType type) {
    INDArray inputs = Nd4j.createFromArray(3.0, 5.0).reshape(1, 2, 1, 1).castTo(type);
    try (InputConversion conversion = new InputConversion(ONE, OTHER, Optional.empty())) {
      INDArray converted = conversion.apply(inputs);
      assertThat(converted.dataType()).isEqualTo(type);
      assertThat(converted.getDouble(0)).isCloseTo(-2.8, within(1e-6));
      assertThat(converted.getDouble(1)).isCloseTo(5, within(1e-6));
    }
    assertThat(inputs.getDouble(0)).isEqualTo(3);
  }

  @Test
  void handsOverWhatIsTheSame() {
    INDArray inputs = Nd4j.create(2, 2, 3, 3);
    try (InputConversion conversion = new InputConversion(ONE, ONE, Optional.of(new Size(3, 3)))) {
      assertThat(conversion.apply(inputs)).isSameAs(inputs);
    }
  }

  /** {@code torch.nn.functional.interpolate(x, mode="bilinear")}: 1, 2 become 1, 1.25, 1.75, 2. */
  @Test
  void enlargesWithTheCentersOfThePixels() {
    INDArray inputs = Nd4j.createFromArray(1.0, 2.0, 5.0, 6.0).reshape(1, 1, 2, 2);
    Normalization none = Normalization.none(1);
    try (InputConversion conversion =
        new InputConversion(none, none, Optional.of(new Size(4, 4)))) {
      assertThat(conversion.apply(inputs).reshape(16).toDoubleVector())
          .containsExactly(
              new double[] {
                1, 1.25, 1.75, 2, //
                2, 2.25, 2.75, 3, //
                4, 4.25, 4.75, 5, //
                5, 5.25, 5.75, 6
              },
              within(1e-12));
    }
  }

  /** Each plane by itself: 4 rows of 3 columns to 2 of 3, the mean of two rows. */
  @Test
  void reducesPlanesOfAnyForm() {
    INDArray inputs = Nd4j.arange(2 * 2 * 4 * 3).castTo(DataType.FLOAT).reshape('c', 2, 2, 4, 3);
    Normalization none = Normalization.none(2);
    try (InputConversion conversion =
        new InputConversion(none, none, Optional.of(new Size(2, 3)))) {
      INDArray first = conversion.apply(inputs);
      assertThat(first.shape()).containsExactly(2, 2, 2, 3);
      for (int plane = 0; plane < 4; plane++) {
        for (int row = 0; row < 2; row++) {
          for (int column = 0; column < 3; column++) {
            assertThat(first.getDouble(plane / 2, plane % 2, row, column))
                .isCloseTo(plane * 12 + row * 6 + 1.5 + column, within(1e-5));
          }
        }
      }
      assertThat(conversion.apply(inputs)).isSameAs(first);
    }
  }

  /** A part of a batch is a view of it. */
  @Test
  void convertsAPartOfABatch() {
    INDArray inputs = Nd4j.rand(DataType.DOUBLE, 4, 2, 3, 3);
    INDArray part = inputs.get(NDArrayIndex.interval(2, 4));
    try (InputConversion conversion = new InputConversion(ONE, OTHER, Optional.of(new Size(6, 6)));
        InputConversion whole = new InputConversion(ONE, OTHER, Optional.of(new Size(6, 6)))) {
      INDArray all = whole.apply(inputs);
      assertThat(conversion.apply(part).reshape(2 * 2 * 36).toDoubleVector())
          .containsExactly(
              all.dup().get(NDArrayIndex.interval(2, 4)).dup().reshape(2 * 2 * 36).toDoubleVector(),
              within(1e-12));
    }
  }
}
