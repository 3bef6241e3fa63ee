package io.bagoftricks.engine.internal.teacher;

import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes inputs of one network those of another: takes the one's normalization off and puts the
 * other's on, and resizes where the other has a size of its own. Bilinear, with the centers of the
 * pixels where the loader has them (PyTorch's {@code interpolate}, without {@code align_corners});
 * at an edge the outermost pixels repeat.
 *
 * <p>Both normalizations are affine, and so is mixing, so that it does not matter which comes
 * first. Its arrays are made once for each shape.
 */
public final class InputConversion implements AutoCloseable {
  private final double[] factors;
  private final double[] shifts;
  private final boolean keepsValues;
  private final Optional<Size> size;
  private final Map<String, INDArray> arrays = new HashMap<>();

  /**
   * A conversion.
   *
   * @param size of the result; empty for that of the inputs
   */
  public InputConversion(Normalization from, Normalization to, Optional<Size> size) {
    int channels = from.mean().size();
    factors = new double[channels];
    shifts = new double[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = from.standardDeviation().get(c) / to.standardDeviation().get(c);
      shifts[c] = (from.mean().get(c) - to.mean().get(c)) / to.standardDeviation().get(c);
    }
    keepsValues = from.equals(to);
    this.size = size;
  }

  /**
   * The inputs for the other network; the same array where they are as they are. Valid until the
   * next call.
   *
   * @param inputs shape [batch, channels, height, width]; not written
   */
  public INDArray apply(INDArray inputs) {
    INDArray values = keepsValues ? inputs : normalized(inputs);
    Size here = new Size((int) inputs.size(2), (int) inputs.size(3));
    return size.filter(there -> !there.equals(here))
        .map(there -> resized(values, here, there))
        .orElse(values);
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }

  private INDArray normalized(INDArray inputs) {
    DataType type = inputs.dataType();
    INDArray result = array("normalized", type, inputs.shape());
    Broadcast.mul(inputs, channels("factors", type, factors), result, 1);
    return Broadcast.add(result, channels("shifts", type, shifts), result, 1);
  }

  /** Rows first, then columns: each a product with a matrix of two weights per line. */
  private INDArray resized(INDArray inputs, Size from, Size to) {
    DataType type = inputs.dataType();
    long planes = inputs.size(0) * inputs.size(1);
    INDArray wide = array("wide", type, planes * from.height(), to.width());
    INDArray columns = weights("columns", type, from.width(), to.width());
    inputs.reshape('c', planes * from.height(), from.width()).mmuli(columns, wide);
    INDArray result =
        array("resized", type, inputs.size(0), inputs.size(1), to.height(), to.width());
    INDArray rows = weights("rows", type, from.height(), to.height()).transpose();
    INDArray sources = wide.reshape('c', planes, from.height(), to.width());
    INDArray targets = result.reshape('c', planes, to.height(), to.width());
    for (long plane = 0; plane < planes; plane++) {
      rows.mmuli(sources.slice(plane), targets.slice(plane));
    }
    return result;
  }

  /** Shape [from, to]: the share of each source pixel in each pixel of the result. */
  private INDArray weights(String what, DataType type, int from, int to) {
    return arrays.computeIfAbsent(
        what + type + from + ">" + to,
        key -> {
          double[][] shares = new double[from][to];
          for (int i = 0; i < to; i++) {
            double position = (i + 0.5) * from / to - 0.5;
            int below = (int) Math.floor(position);
            double share = position - below;
            shares[Math.max(below, 0)][i] += 1 - share;
            shares[Math.min(below + 1, from - 1)][i] += share;
          }
          return Nd4j.createFromArray(shares).castTo(type);
        });
  }

  private INDArray channels(String what, DataType type, double[] values) {
    return arrays.computeIfAbsent(what + type, key -> Nd4j.createFromArray(values).castTo(type));
  }

  private INDArray array(String what, DataType type, long... shape) {
    return arrays.computeIfAbsent(
        what + type + Arrays.toString(shape), key -> Nd4j.createUninitialized(type, shape));
  }
}
