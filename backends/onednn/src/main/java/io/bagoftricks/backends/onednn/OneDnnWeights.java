package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Update.Group;
import io.bagoftricks.backends.spi.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Flat arrays of 32 bits, a view of each parameter, and arithmetic in one pass over memory. */
final class OneDnnWeights implements Weights {
  private final Network network;
  private final ParameterLayout layout;
  private final FlatArithmetic arithmetic;
  private final INDArray masters;
  private @Nullable INDArray gradients;
  private final INDArray statistics;
  private final Map<String, INDArray> parameterViews = new HashMap<>();
  private final Map<String, INDArray> gradientViews = new HashMap<>();
  private long mastersVersion;
  private long statisticsVersion;

  OneDnnWeights(Network network, FlatArithmetic arithmetic) {
    this.network = network;
    this.layout = ParameterLayout.of(network);
    this.arithmetic = arithmetic;
    this.masters = Nd4j.create(DataType.FLOAT, layout.elements());
    this.statistics = Nd4j.create(DataType.FLOAT, layout.statisticsElements());
    for (Slice slice : layout.parameters().values()) {
      parameterViews.put(slice.parameter().name(), view(masters, slice));
    }
    for (StatisticsSlice slice : layout.statistics().values()) {
      long variances = slice.offset() + slice.channels();
      statistics.get(NDArrayIndex.interval(variances, variances + slice.channels())).assign(1);
    }
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public long version() {
    return mastersVersion + statisticsVersion;
  }

  /** Raised by every write of the masters. */
  long mastersVersion() {
    return mastersVersion;
  }

  @Override
  public INDArray masters() {
    return masters;
  }

  /** Made when first asked for: evaluation alone needs none. */
  @Override
  public INDArray gradients() {
    INDArray made = gradients;
    if (made == null) {
      made = Nd4j.create(DataType.FLOAT, layout.elements());
      gradients = made;
      for (Slice slice : layout.parameters().values()) {
        gradientViews.put(slice.parameter().name(), view(made, slice));
      }
    }
    return made;
  }

  @Override
  public INDArray statistics() {
    return statistics;
  }

  @Override
  public INDArray parameter(String name) {
    return find(parameterViews, name);
  }

  @Override
  public INDArray gradient(String name) {
    gradients();
    return find(gradientViews, name);
  }

  @Override
  public void edit(Consumer<Editable> change) {
    try {
      change.accept(new Door());
    } finally {
      mastersVersion++;
      statisticsVersion++;
    }
  }

  /** Writes the running statistics, and nothing else. */
  void editStatistics(Consumer<FloatBuffer> change) {
    try {
      change.accept(buffer(statistics));
    } finally {
      statisticsVersion++;
    }
  }

  @Override
  public double gradientNorm() {
    return gradients().isEmpty()
        ? 0
        : Math.sqrt(arithmetic.sumOfSquares(Address.of(gradients()), layout.elements()));
  }

  @Override
  public void scaleGradients(double factor) {
    if (!gradients().isEmpty()) {
      arithmetic.scale(Address.of(gradients()), layout.elements(), (float) factor);
    }
  }

  @Override
  public boolean gradientsFinite() {
    return gradients().isEmpty()
        || arithmetic.allFinite(Address.of(gradients()), layout.elements());
  }

  @Override
  public void lerpMastersInto(INDArray target, double fraction) {
    lerp(masters, target, fraction);
  }

  @Override
  public void lerpStatisticsInto(INDArray target, double fraction) {
    lerp(statistics, target, fraction);
  }

  @Override
  public void update(Update update) {
    try {
      List<Address> arrays = new ArrayList<>();
      arrays.add(Address.of(masters));
      for (int i = 0; i < update.rule().memories(); i++) {
        arrays.add(Address.of(update.memories().get(i)));
      }
      arrays.add(Address.of(gradients()));
      for (Group group : update.groups()) {
        for (Segment segment : layout.segments(group.parameters())) {
          arithmetic.update(update, group, arrays, segment.from(), segment.to() - segment.from());
        }
      }
    } finally {
      mastersVersion++;
    }
  }

  /** Adds values to a stretch of the gradients. */
  void addToGradients(long from, Address values, long length) {
    long stretch = Address.of(gradients()).address() + from * Float.BYTES;
    arithmetic.add(new Address(stretch), values, length);
  }

  @Override
  public void close() {
    for (INDArray array : Arrays.asList(masters, gradients, statistics)) {
      if (array != null && array.closeable()) {
        array.close();
      }
    }
  }

  private void lerp(INDArray from, INDArray target, double fraction) {
    if (target.length() != from.length() || target.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The target holds %d values of %s, but %d of %s are needed.",
              target.length(),
              target.dataType(),
              from.length(),
              DataType.FLOAT));
    }
    if (!from.isEmpty()) {
      arithmetic.lerp(Address.of(target), Address.of(from), from.length(), (float) fraction);
    }
  }

  /** The values of a flat array. */
  private static FloatBuffer buffer(INDArray flat) {
    return Floats.of(Address.of(flat), flat.length());
  }

  private static INDArray view(INDArray flat, Slice slice) {
    long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
    return flat.get(NDArrayIndex.interval(slice.offset(), slice.end())).reshape('c', shape);
  }

  private static INDArray find(Map<String, INDArray> views, String name) {
    INDArray view = views.get(name);
    if (view == null) {
      throw new NoSuchElementException("The network has no parameter '" + name + "'");
    }
    return view;
  }

  private final class Door implements Editable {
    @Override
    public INDArray masters() {
      return masters;
    }

    @Override
    public INDArray statistics() {
      return statistics;
    }

    @Override
    public INDArray parameter(String name) {
      return OneDnnWeights.this.parameter(name);
    }
  }
}
