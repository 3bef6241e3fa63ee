package io.bagoftricks.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfusionMatrixTest {
  private final ConfusionMatrix matrix = new ConfusionMatrix(3);

  @Test
  void countsByClassAndByWhatItWasTakenFor() {
    matrix.add(2, 0, 4);
    matrix.add(2, 2, 1);
    matrix.add(0, 2, 7);

    assertThat(matrix.classes()).isEqualTo(3);
    assertThat(matrix.images(2, 0)).isEqualTo(4);
    assertThat(matrix.images(0, 2)).isEqualTo(7);
    assertThat(matrix.images(2)).isEqualTo(5);
    assertThat(matrix.images(1)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "3, 0", "0, 3"})
  void refusesAClassThatThereIsNot(int label, int predicted) {
    assertThatThrownBy(() -> matrix.add(label, predicted, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("There are 3 classes, so no " + label + " taken for " + predicted);
  }
}
