package io.bagoftricks.bench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.network.NetworkName;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

final class Dl4jNetworkTest {
  /** 25,576,264 is timm's count; DL4J adds two running statistics of 26,624 channels. */
  @Test
  void hasAllParameters() {
    ComputationGraph network =
        Dl4jNetwork.build(NetworkName.RESNET50D.spec(1000), NetworkName.RESNET50D.usualSize());

    assertThat(network.numParams()).isEqualTo(25_576_264 + 2 * 26_624);
  }

  @Test
  void givesProbabilitiesOfClasses() {
    ComputationGraph network = Dl4jNetwork.build(NetworkName.CIFAR_RESNET20.spec(10), 32);

    var output = network.outputSingle(Nd4j.rand(2, 3, 32, 32));

    assertThat(output.shape()).containsExactly(2, 10);
    assertThat(output.sumNumber().doubleValue()).isBetween(1.999, 2.001);
  }
}
