package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.bytedeco.pytorch.Tensor;

/** A few numbers that stand for a tensor. */
final class Summary {
  private static final long PROJECTION = 1000;

  private final double[] values;

  private Summary(double[] values) {
    this.values = values;
  }

  static Summary of(Tensor tensor) {
    return new Summary(TestScores.numbers(tensor));
  }

  /** The product with the vector of stream 1000. */
  double projection() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * Fill.of(PROJECTION, i);
    }
    return sum;
  }

  /** Sum, norm, first and last value. */
  ArrayNode whole() {
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    return JsonNodeFactory.instance
        .arrayNode()
        .add(sum)
        .add(Math.sqrt(squares))
        .add(values[0])
        .add(values[values.length - 1]);
  }
}
