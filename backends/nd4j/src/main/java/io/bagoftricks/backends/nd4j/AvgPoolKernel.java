package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * {@code avgpool2d}, which knows no ceil mode: the input is laid into zeros so large that every
 * window fits, and each mean is corrected from the window's area to what of it lies inside the
 * input, unless padding counts.
 */
final class AvgPoolKernel implements Kernel {
  private final Placement at;
  private final Size padding;
  private final long[] settings;
  private final long[] paddedShape;
  private final INDArray padded;
  private final INDArray inside;
  private final INDArray correction;
  private final NativeCall pool;

  AvgPoolKernel(Placement at) {
    AvgPool2d layer = at.layer(AvgPool2d.class);
    Size kernel = layer.kernel();
    Size stride = layer.stride();
    INDArray input = at.input(0);
    INDArray output = at.output();
    Axis rows =
        new Axis(
            input.size(2),
            output.size(2),
            kernel.height(),
            stride.height(),
            layer.padding().height());
    Axis columns =
        new Axis(
            input.size(3), output.size(3), kernel.width(), stride.width(), layer.padding().width());
    Arena arena = at.context().arena();
    this.at = at;
    this.padding = layer.padding();
    this.settings = PoolSettings.of(kernel, stride, new Size(0, 0));
    this.paddedShape = new long[] {input.size(0), input.size(1), rows.padded(), columns.padded()};
    this.padded = arena.scratch(paddedShape);
    this.inside = inside(padded);
    this.correction = arena.allocate(1, 1, output.size(2), output.size(3));
    for (long row = 0; row < output.size(2); row++) {
      for (long column = 0; column < output.size(3); column++) {
        double area = (double) kernel.height() * kernel.width();
        double covered =
            layer.countsPadding() ? area : (double) rows.covered(row) * columns.covered(column);
        correction.putScalar(new long[] {0, 0, row, column}, area / covered);
      }
    }
    this.pool = NativeCall.of("avgpool2d", List.of(padded), List.of(output), settings);
  }

  @Override
  public void forward(ForwardDraws draws) {
    padded.assign(0);
    inside.assign(at.input(0));
    pool.run();
    at.output().muli(correction);
  }

  @Override
  public Runnable backward(Gradients gradients) {
    Arena arena = at.context().arena();
    INDArray corrected = arena.borrow(at.output().shape());
    INDArray toPadded = arena.borrow(paddedShape);
    arena.giveBack(corrected);
    arena.giveBack(toPadded);
    INDArray toInside = inside(toPadded);
    NativeCall backward =
        NativeCall.of("avgpool2d_bp", List.of(padded, corrected), List.of(toPadded), settings);
    return () -> {
      gradients.output().mul(correction, corrected);
      backward.run();
      gradients.input(0).assign(toInside);
    };
  }

  private INDArray inside(INDArray array) {
    INDArray input = at.input(0);
    return array.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(padding.height(), padding.height() + input.size(2)),
        NDArrayIndex.interval(padding.width(), padding.width() + input.size(3)));
  }

  /** Height or width: extents of input and output, and the window that slides along. */
  private record Axis(long input, long output, int kernel, int stride, int padding) {
    long padded() {
      return Math.max((output - 1) * stride + kernel, padding + input);
    }

    long covered(long window) {
      long from = window * stride - padding;
      return Math.min(from + kernel, input) - Math.max(from, 0);
    }
  }
}
