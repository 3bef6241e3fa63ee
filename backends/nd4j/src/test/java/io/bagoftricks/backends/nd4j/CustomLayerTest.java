package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A layer that a plugin brings, with parameters, draws and kept values. */
final class CustomLayerTest {
  /** {@code y = tanh(x1) * x2 * scale * n}, scale per channel, n in {1, 2} drawn. */
  private record GatedTanh(boolean keeps) implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public int arity() {
      return 2;
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
      return List.of(
          new Parameter("scale", Role.GAMMA, List.of(inputs.get(0).channels()), Constant.ONE));
    }

    @Override
    public void forward(Forward pass) {
      double n = 1 + pass.draws().below(2);
      INDArray tanh = Transforms.tanh(pass.input(0), true).muli(n);
      if (keeps) {
        pass.keep("tanh", tanh);
        pass.keep("n", Nd4j.scalar(DataType.DOUBLE, n).reshape(1));
      }
      pass.output().assign(tanh.mul(pass.input(1)).muli(channels(pass.parameter("scale"))));
    }

    @Override
    public void backward(Backward pass) {
      INDArray tanh = pass.kept("tanh");
      double n = pass.kept("n").getDouble(0);
      INDArray scaled = pass.outputGradient().mul(channels(pass.parameter("scale")));
      INDArray slope = tanh.div(n);
      slope.muli(slope).rsubi(1).muli(n);
      pass.inputGradient(0).addi(scaled.mul(pass.input(1)).muli(slope));
      pass.inputGradient(1).addi(scaled.mul(tanh));
      pass.parameterGradient("scale")
          .addi(pass.outputGradient().mul(tanh).muli(pass.input(1)).sum(0, 2, 3));
    }

    private static INDArray channels(INDArray vector) {
      return vector.reshape(1, vector.length(), 1, 1);
    }
  }

  @Test
  void agreesWithFiniteDifferences() {
    GradientCheck.check(network(true), 2);
  }

  @Test
  void drawsDependOnThePassAndTheLayersNameAlone() {
    try (Weights weights = TestBackend.filled(network(true), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 1, Phase.EVALUATION)) {
      INDArray images = TestBackend.uniform("images", DataType.FLOAT, 1, 1, 4, 4);
      double[] seen = new double[20];
      for (int i = 0; i < seen.length; i++) {
        Draws draws = Draws.of(i);
        seen[i] = plan.forward(images, draws).getDouble(0);
        draws.uniform();
        assertThat(plan.forward(images, draws).getDouble(0)).isEqualTo(seen[i]);
        int n = 1 + Draws.of(i).stream("custom").below(2);
        int first = 1 + Draws.of(0).stream("custom").below(2);
        assertThat(seen[i] / n).isEqualTo(seen[0] / first);
      }
      assertThat(Arrays.stream(seen).distinct()).hasSize(2);
    }
  }

  /** Keeps something in its first forward pass alone. */
  private static final class KeepsOnce implements CustomLayer {
    private int passes;

    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Forward pass) {
      if (passes++ == 0) {
        pass.keep("mask", pass.input(0));
      }
      pass.output().assign(pass.input(0));
    }

    @Override
    public void backward(Backward pass) {
      pass.inputGradient(0).assign(pass.outputGradient().mul(pass.kept("mask")));
    }
  }

  /**
   * A mask of another batch would make a gradient that is wrong, and no run that goes on has it.
   */
  @Test
  void anEarlierPassKeepsNothingForThisOne() {
    Network network =
        TestNetwork.of(1, 4, 4)
            .add("conv", Conv2d.of(1, 1, 1), "input")
            .add("custom", new KeepsOnce(), "conv")
            .add("gap", new GlobalAvgPool(), "custom")
            .build();
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 1, Phase.TRAINING)) {
      INDArray images = TestBackend.uniform("images", DataType.FLOAT, 1, 1, 4, 4);
      INDArray gradient = Nd4j.ones(DataType.FLOAT, 1, 1);
      plan.forward(images, TestBackend.DRAWS);
      plan.backward(gradient, Accumulate.OVERWRITE);
      plan.forward(images, TestBackend.DRAWS);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .hasMessageContaining("kept no 'mask' in its forward pass; it kept []");
    }
  }

  @Test
  void namesWhatWasNotKept() {
    try (Weights weights = TestBackend.filled(network(false), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 1, Phase.TRAINING)) {
      plan.forward(TestBackend.uniform("images", DataType.FLOAT, 1, 1, 4, 4), TestBackend.DRAWS);
      INDArray gradient = Nd4j.ones(DataType.FLOAT, 1, 2);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("custom")
          .hasMessageContaining("tanh");
    }
  }

  private static Network network(boolean keeps) {
    XavierUniform xavier = new XavierUniform();
    return TestNetwork.of(1, 4, 4)
        .add("left", new Conv2d(2, Size.of(2), Size.of(1), Size.of(0), true, xavier), "input")
        .add("right", new Conv2d(2, Size.of(2), Size.of(1), Size.of(0), true, xavier), "input")
        .add("custom", new GatedTanh(keeps), "left", "right")
        .add("pool", new GlobalAvgPool())
        .build();
  }
}
