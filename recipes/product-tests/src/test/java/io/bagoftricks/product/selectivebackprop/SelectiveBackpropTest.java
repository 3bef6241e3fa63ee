package io.bagoftricks.product.selectivebackprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.LossAfter;
import io.bagoftricks.testkit.Rule;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SelectiveBackpropTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SelectiveBackpropProvider())
        .except(Rule.CARD, "It is never shown to a user.")
        .except(Rule.MICRO_BATCHES, "Each micro-batch has its own largest losses.")
        .tests();
  }

  /** By hand: of log(1 + exp(-z)) for z of 2, -1, 0 and 1 the largest are 1.313262 and 0.693147. */
  @Test
  void theLossIsTheMeanOfTheLargest() {
    try (TrickRun run = TrickBench.of(new SelectiveBackpropProvider()).start();
        INDArray logits = Nd4j.createFromArray(new double[][] {{2, 0}, {-1, 0}, {0, 0}, {1, 0}});
        INDArray targets = Nd4j.createFromArray(new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}})) {
      LossAfter loss = run.onLoss(logits, targets);
      assertThat(loss.total()).isCloseTo((1.313262 + 0.693147) / 2, within(1e-6));
      assertThat(loss.gradient().getRow(0).toDoubleVector()).containsOnly(0);
      assertThat(loss.gradient().getDouble(1, 0)).isCloseTo(-0.731059 / 2, within(1e-6));
    }
  }
}
