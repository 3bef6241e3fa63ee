package com.example.simplefocalloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.LossAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SimpleFocalLossTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleFocalLossProvider()).tests();
  }

  /** By hand: p is 0.659001, so that the loss is {@code 0.340999^2 * 0.417030}. */
  @Test
  void hasTheValueAndTheGradientOfItsFormula() {
    try (TrickRun run = TrickBench.of(new SimpleFocalLossProvider()).start();
        INDArray logits = Nd4j.createFromArray(new double[][] {{2, 1, 0.1}});
        INDArray targets = Nd4j.createFromArray(new double[][] {{1, 0, 0}})) {
      LossAfter loss = run.onLoss(logits, targets);
      assertThat(loss.total()).isCloseTo(0.0484923, within(1e-7));
      loss.assertGradient(1e-8);
    }
  }

  @Test
  void refusesANegativeGamma() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleFocalLossConfig(-0.1));
  }
}
