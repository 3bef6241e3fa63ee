package io.bagoftricks.tricks.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class HostRowsTest {
  /** A whole array, and one that begins in the middle of another, as a parameter's does. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void rowsAreReadAndWrittenWhereTheyLie(DataType type) {
    INDArray all = Nd4j.arange(0, 24).castTo(type).reshape(8, 3);
    INDArray part = all.get(NDArrayIndex.interval(2, 6)).reshape(2, 2, 3);
    HostRows rows = new HostRows(part);
    assertThat(rows.count()).isEqualTo(2);
    assertThat(rows.length()).isEqualTo(6);

    double[] row = new double[6];
    rows.read(1, row);
    assertThat(row).containsExactly(12, 13, 14, 15, 16, 17);
    rows.write(0, new double[] {-1, -2, -3, -4, -5, -6});
    rows.read(0, row);
    assertThat(row).containsExactly(-1, -2, -3, -4, -5, -6);
    assertThat(all.toDoubleMatrix()[1]).containsExactly(3, 4, 5);
    assertThat(all.toDoubleMatrix()[2]).containsExactly(-1, -2, -3);
    assertThat(all.toDoubleMatrix()[3]).containsExactly(-4, -5, -6);
    assertThat(all.toDoubleMatrix()[4]).containsExactly(12, 13, 14);
  }

  @Test
  void sixteenBitsAreRefused() {
    INDArray half = Nd4j.zeros(DataType.FLOAT16, 2, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> new HostRows(half));
  }
}
