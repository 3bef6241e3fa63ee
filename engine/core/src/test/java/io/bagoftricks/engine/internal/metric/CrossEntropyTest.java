package io.bagoftricks.engine.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The formula by hand, and its gradient by differences, for rows of any mass. */
final class CrossEntropyTest {
  private static final double[][] LOGITS = {{0.3, -1.2, 2}, {1000, 998, -1000}};

  private static double loss(double[][] logits, double[][] targets) {
    double sum = 0;
    for (int row = 0; row < logits.length; row++) {
      double largest = Math.max(logits[row][0], Math.max(logits[row][1], logits[row][2]));
      double exponentials = 0;
      for (double z : logits[row]) {
        exponentials += Math.exp(z - largest);
      }
      for (int c = 0; c < 3; c++) {
        sum -= targets[row][c] * (logits[row][c] - largest - Math.log(exponentials));
      }
    }
    return sum / logits.length;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 3, 0})
  void isTheMeanOverTheRowsAndSoIsItsGradient(double mass) {
    double[][] targets = {{0.7 * mass, 0.3 * mass, 0}, {0, mass, 0}};
    INDArray gradient = Nd4j.create(DataType.DOUBLE, 2, 3);

    double loss =
        new CrossEntropy()
            .evaluate(Nd4j.createFromArray(LOGITS), Nd4j.createFromArray(targets), gradient);

    assertThat(loss).isCloseTo(loss(LOGITS, targets), within(1e-12));
    double h = 1e-5;
    for (int row = 0; row < 2; row++) {
      for (int c = 0; c < 3; c++) {
        double[][] more = {LOGITS[0].clone(), LOGITS[1].clone()};
        double[][] less = {LOGITS[0].clone(), LOGITS[1].clone()};
        more[row][c] += h;
        less[row][c] -= h;
        assertThat(gradient.getDouble(row, c))
            .as("row %d, class %d", row, c)
            .isCloseTo((loss(more, targets) - loss(less, targets)) / (2 * h), within(1e-6));
      }
    }
  }
}
