package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Conv2d;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution's weight for operations that know neither groups nor gaps: its values among zeros
 * that reach over all input channels and the gaps of the window. Where there is neither, it is the
 * weight itself.
 */
final class DenseWeight {
  /** A group's values among the zeros, and in the layer's own array. */
  private record Share(INDArray laid, INDArray own) {}

  private final INDArray array;
  private final List<Share> shares = new ArrayList<>();

  /**
   * The dense form of a weight, or of its gradient.
   *
   * @param own shape [outChannels, inChannels / groups, kernel height, kernel width]
   */
  DenseWeight(Conv2d layer, INDArray own, Arena arena) {
    int groups = layer.groups();
    if (groups == 1 && layer.span().equals(layer.kernel())) {
      array = own;
      return;
    }
    array =
        arena.allocate(
            own.size(0), own.size(1) * groups, layer.span().height(), layer.span().width());
    long[] shape = {own.size(0) / groups, own.size(1), own.size(2), own.size(3)};
    long[] strides = {
      array.stride(0),
      array.stride(1),
      (long) array.stride(2) * layer.dilation().height(),
      (long) array.stride(3) * layer.dilation().width()
    };
    INDArray rows = own.reshape('c', groups, own.length() / groups);
    for (int group = 0; group < groups; group++) {
      long offset = group * (shape[0] * array.stride(0) + shape[1] * array.stride(1));
      shares.add(
          new Share(
              Nd4j.create(array.data(), shape, strides, offset, 'c'),
              rows.getRow(group).reshape('c', shape)));
    }
  }

  /** Shape [outChannels, inChannels, height and width of the window's span]. */
  INDArray array() {
    return array;
  }

  /** Brings the layer's own values among the zeros. */
  void lay() {
    shares.forEach(share -> share.laid().assign(share.own()));
  }

  /** Brings what was computed into the layer's own array, without what belongs to zeros. */
  void gather() {
    shares.forEach(share -> share.own().assign(share.laid()));
  }
}
