package io.bagoftricks.tricks.arch;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer that multiplies its input by random factors in training, and is the identity in
 * evaluation: what all kinds of dropout share.
 */
public interface RandomScale extends CustomLayer {
  /**
   * Draws the factors of one pass.
   *
   * @param pass the draws, and the input's extents
   * @param examples of the micro-batch
   * @return one factor per example, or one per value of the input, example by example
   */
  double[] factors(Forward pass, int examples);

  @Override
  default Shape output(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  default boolean inStoredPrecision() {
    return true;
  }

  @Override
  default Optional<Layer> evaluated() {
    return Optional.of(new Identity());
  }

  @Override
  default void forward(Forward pass) {
    INDArray input = pass.input(0);
    if (!pass.training()) {
      pass.output().assign(input);
      return;
    }
    try (INDArray drawn = Nd4j.createFromArray(factors(pass, (int) input.size(0)));
        INDArray factors = drawn.castTo(input.dataType())) {
      pass.keep("factors", factors);
      scale(input, factors, pass.output());
    }
  }

  @Override
  default void backward(Backward pass) {
    scale(pass.outputGradient(), pass.kept("factors"), pass.inputGradient(0));
  }

  private static void scale(INDArray from, INDArray factors, INDArray to) {
    if (factors.length() == from.length()) {
      Nd4j.getExecutioner().exec(new BroadcastMulOp(flat(from), factors, flat(to), 0));
      return;
    }
    long examples = factors.length();
    INDArray rows = from.reshape(examples, from.length() / examples);
    Nd4j.getExecutioner().exec(new BroadcastMulOp(rows, factors, to.reshape(rows.shape()), 0));
  }

  private static INDArray flat(INDArray array) {
    return array.reshape(array.length());
  }
}
