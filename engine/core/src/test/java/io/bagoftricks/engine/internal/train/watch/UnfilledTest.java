package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values that a layer or a term of the loss has left unset. */
final class UnfilledTest {
  @Test
  void countsTheValuesThatWereNotSet() {
    INDArray array = Nd4j.zeros(DataType.FLOAT, 2, 3);
    Unfilled.mark(array);
    assertThat(Unfilled.count(array)).isEqualTo(6);
    array.putScalar(0, 1, 5);
    array.putScalar(1, 2, Double.NaN);
    assertThat(Unfilled.count(array)).isEqualTo(4);
    assertThat(Unfilled.count(array.assign(0))).isZero();
  }

  @Test
  void aSumWithTheMarkIsNotSet() {
    INDArray array = Nd4j.zeros(DataType.FLOAT, 3);
    Unfilled.mark(array);
    array.addi(1);
    assertThat(Unfilled.count(array)).isEqualTo(3);
  }

  @Test
  void sixteenBitsAreNotMarked() {
    INDArray half = Nd4j.ones(DataType.FLOAT16, 3);
    Unfilled.mark(half);
    assertThat(half.toFloatVector()).containsExactly(1, 1, 1);
    assertThat(Unfilled.count(half)).isZero();
  }

  @Test
  void zerosBelowZeroAreUntouched() {
    INDArray sums = Nd4j.createFromArray(-0f, -0f, -0f);
    assertThat(Unfilled.isUntouched(sums)).isTrue();
    assertThat(Unfilled.isUntouched(sums.reshape(3, 1))).isTrue();
    assertThat(Unfilled.isUntouched(Nd4j.createFromArray(-0f, 0f, -0f))).isFalse();
    assertThat(Unfilled.isUntouched(Nd4j.createFromArray(-0f, -0f, 0f))).isFalse();
    assertThat(Unfilled.isUntouched(Nd4j.createFromArray(0f, -0f, -0f))).isFalse();
  }
}
