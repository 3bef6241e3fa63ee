package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A blur is linear along each axis: products with one matrix across and with another one down, and
 * backward with their transposes. Between them rows and columns of all planes are exchanged.
 */
final class BlurPoolKernel implements Kernel {
  private final Placement at;
  private final long planes;
  private final INDArray down;
  private final INDArray across;
  private final Rooms rooms;
  private final NativeCall acrossRows;
  private final NativeCall downColumns;

  /**
   * Lines of all planes.
   *
   * @param narrow across the rows of the input, as long as those of the output
   * @param turned the same, with rows and columns exchanged
   * @param small columns of the output
   */
  private record Rooms(INDArray narrow, INDArray turned, INDArray small) {}

  BlurPoolKernel(Placement at) {
    BlurPool2d layer = at.layer(BlurPool2d.class);
    INDArray input = at.input(0);
    INDArray output = at.output();
    this.at = at;
    this.planes = input.size(0) * input.size(1);
    this.down = matrix(input.size(2), output.size(2), layer.stride().height());
    this.across = matrix(input.size(3), output.size(3), layer.stride().width());
    this.rooms = rooms();
    this.acrossRows = product(lines(input), across, true, rooms.narrow);
    this.downColumns = product(rooms.turned, down, true, rooms.small);
  }

  private Rooms rooms() {
    Arena arena = at.context().arena();
    long height = at.input(0).size(2);
    long width = at.output().size(3);
    Rooms borrowed =
        new Rooms(
            arena.borrow(planes * height, width),
            arena.borrow(planes * width, height),
            arena.borrow(planes * width, at.output().size(2)));
    arena.giveBack(borrowed.narrow);
    arena.giveBack(borrowed.turned);
    arena.giveBack(borrowed.small);
    return borrowed;
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
    acrossRows.run();
    turn(rooms.narrow, rooms.turned);
    downColumns.run();
    turn(rooms.small, lines(at.output()));
  }

  @Override
  public Runnable backward(Gradients gradients) {
    // Not those of forward, where gradients may lie by now.
    Rooms free = rooms();
    NativeCall upColumns = product(free.small, down, false, free.turned);
    NativeCall alongRows = product(free.narrow, across, false, lines(gradients.input(0)));
    INDArray from = lines(gradients.output());
    return () -> {
      turn(from, free.small);
      upColumns.run();
      turn(free.turned, free.narrow);
      alongRows.run();
    };
  }

  private static NativeCall product(
      INDArray lines, INDArray matrix, boolean transposed, INDArray to) {
    return NativeCall.of("matmul", List.of(lines, matrix), List.of(to), 0, transposed ? 1 : 0, 0);
  }

  /** All rows of all planes, one below the other. */
  private static INDArray lines(INDArray array) {
    return array.reshape('c', new long[] {array.length() / array.size(3), array.size(3)});
  }

  /** Exchanges rows and columns of each plane. */
  private void turn(INDArray lines, INDArray to) {
    long[] there = {planes, lines.size(0) / planes, lines.size(1)};
    long[] here = {planes, lines.size(1), lines.size(0) / planes};
    to.reshape('c', here).assign(lines.reshape('c', there).permute(0, 2, 1));
  }
}
