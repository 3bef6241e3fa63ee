package com.example.simpleinputnoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.testkit.BatchAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class SimpleInputNoiseTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleInputNoiseProvider()).tests();
  }

  @Test
  void inputsHaveNoiseAndTargetsStay() {
    TrickBench bench = TrickBench.of(new SimpleInputNoiseProvider()).with("deviation", 0.5);
    try (TrickRun run = bench.start();
        INDArray inputs = Nd4j.ones(2, 1, 8, 8);
        INDArray targets = Nd4j.eye(4).get(NDArrayIndex.interval(0, 2)).dup()) {
      float[] noise = new float[2 * 8 * 8];
      run.draws(HookPoint.ON_BATCH).fillNormal(noise);
      BatchAfter after = run.onBatch(inputs, targets);
      assertThat(after.inputs().getDouble(0, 0, 0, 0)).isCloseTo(1 + 0.5 * noise[0], within(1e-6));
      assertThat(after.targets()).isEqualTo(targets);
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleInputNoiseConfig(-0.1));
  }
}
