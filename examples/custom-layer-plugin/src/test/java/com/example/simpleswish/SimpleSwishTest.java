package com.example.simpleswish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Relu;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SimpleSwishTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new SimpleSwishProvider()).tests();
  }

  @Test
  void standsWhereEachReluStood() {
    NetworkAfter after = TrickBench.of(new SimpleSwishProvider()).with("beta", 2).network();
    assertThat(after.names(Relu.class)).isEmpty();
    assertThat(after.names(SwishLayer.class)).isNotEmpty();
    assertThat(after.layer("layer1.0.act1")).isEqualTo(new SwishLayer(2));
  }

  /** 1 / (1 + exp(-1)) is 0.7310586. The slopes are compared with differences. */
  @Test
  void hasTheValuesAndTheSlopesOfItsFormula() {
    double step = 1e-5;
    SwishLayer layer = new SwishLayer(1);
    try (INDArray x = Nd4j.createFromArray(1.0, 0.0, -3.0);
        INDArray values = layer.values(x);
        INDArray above = layer.values(x.add(step));
        INDArray below = layer.values(x.sub(step))) {
      assertThat(values.getDouble(0)).isCloseTo(0.7310586, within(1e-7));
      assertThat(layer.slopes(x).toDoubleVector())
          .containsExactly(above.sub(below).div(2 * step).toDoubleVector(), within(1e-8));
    }
  }

  @Test
  void refusesABetaOfZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SimpleSwishConfig(0));
  }
}
