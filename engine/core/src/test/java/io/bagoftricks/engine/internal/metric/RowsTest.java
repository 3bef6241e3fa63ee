package io.bagoftricks.engine.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class RowsTest {
  private final INDArray array =
      Nd4j.createFromArray(new float[][] {{1, 3, 3}, {2, 2, 1}, {0, -1, 4}});

  @Test
  void ofEqualValuesTheFirstIsTheLargest() {
    assertThat(Rows.argMax(array)).containsExactly(1, 0, 2);
  }

  @Test
  void aSliceIsAViewOfItsRows() {
    assertThat(Rows.slice(array, 0, 3)).isSameAs(array);
    INDArray two = Rows.slice(array, 1, 2);
    assertThat(Rows.toDoubles(two)).containsExactly(2, 2, 1, 0, -1, 4);
    two.putScalar(0, 0, 9);
    assertThat(array.getFloat(1, 0)).isEqualTo(9);
    assertThat(Rows.toDoubles(Rows.slice(array, 0, 1))).containsExactly(1, 3, 3);
  }
}
