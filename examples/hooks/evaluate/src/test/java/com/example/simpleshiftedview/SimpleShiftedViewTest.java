package com.example.simpleshiftedview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SimpleShiftedViewTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleShiftedViewProvider()).tests();
  }

  @Test
  void aViewIsShifted() {
    TrickBench bench = TrickBench.of(new SimpleShiftedViewProvider()).with("pixels", 2);
    try (TrickRun run = bench.start();
        INDArray inputs = Nd4j.arange(8).reshape(1, 1, 1, 8);
        INDArray view = run.views(inputs).get(0)) {
      assertThat(view.reshape(8).toFloatVector()).containsExactly(6, 7, 0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleShiftedViewConfig(0));
  }
}
