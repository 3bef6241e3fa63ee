package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm2;
import org.nd4j.linalg.factory.Nd4j;

/** Flat arrays of one type, and a view of each parameter. */
final class Nd4jWeights implements Weights {
  private final Network network;
  private final ParameterLayout layout;
  private final DataType type;
  private final INDArray masters;
  private final INDArray gradients;
  private final INDArray statistics;
  private final INDArray scratch;
  private final INDArray norm = Nd4j.scalar(DataType.DOUBLE, 0);
  private final Map<String, INDArray> parameterViews = new HashMap<>();
  private final Map<String, INDArray> gradientViews = new HashMap<>();
  private final Map<Precision, RoundedParameters> rounded = new EnumMap<>(Precision.class);
  private long version;

  Nd4jWeights(Network network, DataType type) {
    this.network = network;
    this.layout = ParameterLayout.of(network);
    this.type = type;
    this.masters = Nd4j.create(type, layout.elements());
    this.gradients = Nd4j.create(type, layout.elements());
    this.scratch = Nd4j.create(type, layout.elements());
    this.statistics = Nd4j.create(type, layout.statisticsElements());
    for (Slice slice : layout.parameters().values()) {
      parameterViews.put(slice.parameter().name(), view(masters, slice));
      gradientViews.put(slice.parameter().name(), view(gradients, slice));
    }
    for (StatisticsSlice slice : layout.statistics().values()) {
      FlatViews.of(statistics, slice.offset() + slice.channels(), slice.channels()).assign(1);
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

  /** The type of masters, gradients, statistics and activations. */
  DataType type() {
    return type;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public INDArray masters() {
    return masters;
  }

  @Override
  public INDArray gradients() {
    return gradients;
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
    return find(gradientViews, name);
  }

  @Override
  public void edit(Consumer<Editable> change) {
    try {
      change.accept(new Door());
    } finally {
      version++;
    }
  }

  @Override
  public double gradientNorm() {
    if (gradients.isEmpty()) {
      return 0;
    }
    // Into 64 bits, and so summed in them: 32 bits would lose digits, and overflow from 1e19 on.
    Nd4j.getExecutioner().exec(new Norm2(gradients, norm, false, 0));
    return norm.getDouble(0);
  }

  @Override
  public void scaleGradients(double factor) {
    if (!gradients.isEmpty()) {
      gradients.muli(factor);
    }
  }

  @Override
  public boolean gradientsFinite() {
    return Finiteness.allFinite(gradients);
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
      new UpdateKernel(update, masters, gradients, scratch).run(layout);
    } finally {
      version++;
    }
  }

  /** The parameters as 16 bits hold them; one copy for all plans. */
  RoundedParameters rounded(Precision precision) {
    return rounded.computeIfAbsent(precision, p -> new RoundedParameters(this, Storage.type(p)));
  }

  /** Runs a backward pass that overwrites the gradients, and adds what was there before. */
  void addingGradients(Runnable backward) {
    if (gradients.isEmpty()) {
      backward.run();
      return;
    }
    scratch.assign(gradients);
    backward.run();
    gradients.addi(scratch);
  }

  @Override
  public void close() {
    rounded.values().forEach(RoundedParameters::close);
    for (INDArray array : List.of(masters, gradients, statistics, scratch, norm)) {
      if (array.closeable()) {
        array.close();
      }
    }
  }

  private void lerp(INDArray from, INDArray target, double fraction) {
    if (target.length() != from.length() || target.dataType() != type) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The target holds %d values of %s, but %d of %s are needed.",
              target.length(),
              target.dataType(),
              from.length(),
              type));
    }
    if (from.isEmpty()) {
      return;
    }
    INDArray difference = FlatViews.of(scratch, 0, from.length());
    from.sub(target, difference);
    target.addi(difference.muli(fraction));
  }

  private static INDArray view(INDArray flat, Slice slice) {
    long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
    return FlatViews.of(flat, slice.offset(), slice.parameter().elements(), shape);
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
      return Nd4jWeights.this.parameter(name);
    }
  }
}
