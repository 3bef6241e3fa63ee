package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The masters as 16 bits hold them, rounded once for each version of the weights. */
final class RoundedParameters implements AutoCloseable {
  private final Nd4jWeights weights;
  private final INDArray stored;
  private final INDArray values;
  private long version = -1;

  RoundedParameters(Nd4jWeights weights, DataType type) {
    this.weights = weights;
    this.stored = Nd4j.create(type, weights.layout().elements());
    this.values = Nd4j.create(weights.type(), weights.layout().elements());
  }

  /** A parameter in its shape; right after {@link #refresh}. */
  INDArray parameter(String name) {
    Slice slice = weights.layout().slice(name);
    long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
    return FlatViews.of(values, slice.offset(), slice.parameter().elements(), shape);
  }

  /** Follows the masters. */
  void refresh() {
    if (version != weights.version() && !values.isEmpty()) {
      stored.assign(weights.masters());
      for (Slice slice : weights.layout().parameters().values()) {
        if (weights.isReparametrized(slice.parameter().name())) {
          INDArray effective = weights.effective(slice.parameter().name());
          FlatViews.of(stored, slice.offset(), effective.length())
              .assign(effective.reshape(effective.length()));
        }
      }
      values.assign(stored);
    }
    version = weights.version();
  }

  @Override
  public void close() {
    stored.close();
    values.close();
  }
}
