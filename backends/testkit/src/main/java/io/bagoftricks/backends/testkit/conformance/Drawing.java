package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plugin's layer that puts out draws in training, and is the identity in evaluation.
 *
 * @param of which draws: {@code pass}, {@code step} or {@code example}
 */
record Drawing(String of) implements CustomLayer {
  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Optional<Layer> evaluated() {
    return Optional.of(new Identity());
  }

  @Override
  public void forward(Forward pass) {
    if (!pass.training()) {
      throw new IllegalStateException("Another layer stands in its place in evaluation");
    }
    INDArray output = pass.output();
    for (int row = 0; row < output.size(0); row++) {
      output
          .slice(row)
          .assign(
              switch (of) {
                case "pass" -> pass.draws().uniform();
                case "step" -> pass.stepDraws().uniform();
                default -> pass.draws(row).uniform();
              });
    }
  }

  @Override
  public void backward(Backward pass) {
    pass.inputGradient(0).assign(0);
  }
}
