package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.backends.spi.ForwardDraws;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A blur is linear along each axis: products with one matrix across and with another one down, and
 * backward with their transposes.
 */
final class BlurPoolKernel implements Kernel {
  private final Placement at;
  private final INDArray down;
  private final INDArray across;

  BlurPoolKernel(Placement at) {
    BlurPool2d layer = at.layer(BlurPool2d.class);
    this.at = at;
    this.down = matrix(at.input(0).size(2), at.output().size(2), layer.stride().height());
    this.across = matrix(at.input(0).size(3), at.output().size(3), layer.stride().width());
  }

  /** A row for each output. */
  private INDArray matrix(long inputs, long outputs, int stride) {
    INDArray matrix = at.context().arena().allocate(outputs, inputs);
    for (long row = 0; row < outputs; row++) {
      long center = row * stride;
      add(matrix, row, Math.abs(center - 1), 0.25);
      add(matrix, row, center, 0.5);
      add(matrix, row, center + 1 < inputs ? center + 1 : inputs - 2, 0.25);
    }
    return matrix;
  }

  private static void add(INDArray matrix, long row, long column, double weight) {
    matrix.putScalar(row, column, matrix.getDouble(row, column) + weight);
  }

  @Override
  public void forward(ForwardDraws draws) {
    INDArray output = at.output();
    try (INDArray rows = lines(at.input(0)).mmul(across.transpose());
        INDArray columns = turned(rows, output.size(0) * output.size(1), down.size(1));
        INDArray blurred = columns.mmul(down.transpose());
        INDArray back = turned(blurred, output.size(0) * output.size(1), output.size(3))) {
      output.assign(back.reshape('c', output.shape()));
    }
  }

  @Override
  public Runnable backward(Gradients gradients) {
    return () -> {
      INDArray from = gradients.output();
      INDArray to = gradients.input(0);
      long planes = to.size(0) * to.size(1);
      try (INDArray columns = turned(lines(from), planes, from.size(2));
          INDArray spread = columns.mmul(down);
          INDArray rows = turned(spread, planes, from.size(3));
          INDArray whole = rows.mmul(across)) {
        to.assign(whole.reshape('c', to.shape()));
      }
    };
  }

  /** All rows of all planes, one below the other. */
  private static INDArray lines(INDArray array) {
    return array.reshape('c', new long[] {array.length() / array.size(3), array.size(3)});
  }

  /**
   * Planes with rows and columns exchanged, as lines.
   *
   * @param lines of planes of so many rows
   */
  private static INDArray turned(INDArray lines, long planes, long rows) {
    return lines(
        lines
            .reshape('c', new long[] {1, planes, rows, lines.size(1)})
            .permute(0, 1, 3, 2)
            .dup('c'));
  }
}
