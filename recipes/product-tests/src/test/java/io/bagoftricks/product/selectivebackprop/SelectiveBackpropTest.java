package io.bagoftricks.product.selectivebackprop;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.testkit.BatchAfter;
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
        .tests();
  }

  /**
   * Weights of 0 and the biases (3, 0, 2, 1), which are the last values, give every image these
   * logits: the losses of the classes 1 and 3 are the largest. Image i is all i.
   */
  @Test
  void keepsTheExamplesOfTheLargestLosses() {
    try (TrickRun run = TrickBench.of(new SelectiveBackpropProvider()).withoutBatchNorm().start();
        INDArray inputs = Nd4j.zeros(4, 1, 8, 8);
        INDArray targets = Nd4j.eye(4)) {
      for (int row = 0; row < 4; row++) {
        inputs.slice(row).assign(row);
      }
      double[] weights = new double[run.weights().length];
      System.arraycopy(new double[] {3, 0, 2, 1}, 0, weights, weights.length - 4, 4);
      BatchAfter batch = run.weights(weights).onBatch(inputs, targets);
      assertThat(batch.targets()).isEqualTo(targets.getRows(1, 3));
      assertThat(batch.inputs().mean(1, 2, 3).toFloatVector()).containsExactly(1, 3);
    }
  }
}
