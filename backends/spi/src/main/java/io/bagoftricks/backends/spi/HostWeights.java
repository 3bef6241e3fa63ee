package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Weights in the host's memory: flat arrays of one type, views of each parameter, and the versions.
 * The arithmetic is the backend's.
 */
public abstract class HostWeights implements Weights {
  private final Network network;
  private final ParameterLayout layout;
  private final INDArray masters;
  private final INDArray statistics;
  private final Map<String, INDArray> parameterViews = new HashMap<>();
  private final Map<String, INDArray> gradientViews = new HashMap<>();
  private final Reparametrization reparametrization;
  private @Nullable INDArray gradients;
  private long mastersVersion;
  private long statisticsVersion;

  /**
   * Zeros, with running variances of 1.
   *
   * @param network whose parameters they are
   * @param type FLOAT or DOUBLE
   */
  @SuppressWarnings("this-escape") // its views are there when the reparametrization takes it
  protected HostWeights(Network network, DataType type) {
    this.network = network;
    this.layout = ParameterLayout.of(network);
    this.masters = Nd4j.create(type, layout.elements());
    this.statistics = Nd4j.create(type, layout.statisticsElements());
    putViews(masters, parameterViews);
    this.reparametrization = new Reparametrization(network, this);
    for (StatisticsSlice slice : layout.statistics().values()) {
      long variances = slice.offset() + slice.channels();
      statistics.get(NDArrayIndex.interval(variances, variances + slice.channels())).assign(1);
    }
  }

  @Override
  public final Network network() {
    return network;
  }

  @Override
  public final ParameterLayout layout() {
    return layout;
  }

  /** {@return the type of masters, gradients and statistics} */
  public final DataType type() {
    return masters.dataType();
  }

  @Override
  public final long version() {
    return mastersVersion + statisticsVersion;
  }

  /**
   * Raised by every write of the masters.
   *
   * @return a number that only grows
   */
  public final long mastersVersion() {
    return mastersVersion;
  }

  /** To be called after every write of the masters, one that failed in the middle too. */
  protected final void mastersWritten() {
    mastersVersion++;
  }

  /**
   * To be called after every write of the running statistics, one that failed in the middle too.
   */
  protected final void statisticsWritten() {
    statisticsVersion++;
  }

  @Override
  public final INDArray masters() {
    return masters;
  }

  /** Made when first asked for: evaluation alone needs none. */
  @Override
  public final INDArray gradients() {
    INDArray made = gradients;
    if (made == null) {
      made = Nd4j.create(type(), layout.elements());
      gradients = made;
      putViews(made, gradientViews);
    }
    return made;
  }

  @Override
  public final INDArray statistics() {
    return statistics;
  }

  @Override
  public final INDArray parameter(String name) {
    return find(parameterViews, name);
  }

  @Override
  public final INDArray gradient(String name) {
    gradients();
    return find(gradientViews, name);
  }

  /** {@return whether a layer computes with another weight than the one that is trained} */
  public final boolean isReparametrized() {
    return !reparametrization.isEmpty();
  }

  /**
   * {@return whether a layer computes with another weight than this parameter}
   *
   * @param name of a parameter
   */
  public final boolean isReparametrized(String name) {
    return reparametrization.has(name);
  }

  /**
   * {@return what a layer computes with: the parameter, or what its {@link
   * io.bagoftricks.api.network.WeightTransform} makes of it} It has a place of its own for as long
   * as the weights live, and its values after {@link #refreshEffective}.
   *
   * @param name of a parameter
   */
  public final INDArray effective(String name) {
    return isReparametrized(name) ? reparametrization.effective(name) : parameter(name);
  }

  /**
   * {@return where backward puts the gradient of {@link #effective}: among the gradients, or in a
   * place of its own, to be overwritten in each backward pass whatever its mode}
   *
   * @param name of a parameter
   */
  public final INDArray effectiveGradient(String name) {
    return isReparametrized(name) ? reparametrization.effectiveGradient(name) : gradient(name);
  }

  /** Computes what layers compute with, if the parameters have changed. Before a forward. */
  public final void refreshEffective() {
    reparametrization.refresh(this);
  }

  /**
   * Brings the gradients of what layers compute with to the parameters. After a backward.
   *
   * @param mode whether the gradients that are there stay in the sum
   */
  public final void commitEffective(Accumulate mode) {
    reparametrization.commit(this, mode);
  }

  @Override
  public final void written(Part part) {
    switch (part) {
      case MASTERS -> mastersWritten();
      case STATISTICS -> statisticsWritten();
      case GRADIENTS -> {}
    }
  }

  @Override
  public final FlatArray array(long length) {
    return HostFlatArray.zeros(type(), length);
  }

  @Override
  public final FlatArray view(INDArray host) {
    return HostFlatArray.view(host);
  }

  @Override
  public final void copyInto(Part part, FlatArray target) {
    INDArray from = part(part);
    checkFits("target", from, target);
    if (!from.isEmpty()) {
      target.values().assign(from);
      target.written();
    }
  }

  @Override
  public final void copyFrom(Part part, FlatArray source) {
    INDArray to = part(part);
    checkFits("source", to, source);
    try {
      if (!to.isEmpty()) {
        to.assign(source.values());
      }
    } finally {
      written(part);
    }
  }

  @Override
  public final void lerpInto(Part part, FlatArray target, double fraction) {
    INDArray from = part(part);
    checkFits("target", from, target);
    if (!from.isEmpty()) {
      if (fraction == 1) { // which the formula would give but for rounding
        target.values().assign(from);
      } else {
        lerp(from, target.values(), fraction);
      }
      target.written();
    }
  }

  /**
   * {@code target += fraction * (from - target)}, for arrays of one length that are not empty.
   *
   * @param from read only
   * @param target moved in place
   * @param fraction other than 1
   */
  protected abstract void lerp(INDArray from, INDArray target, double fraction);

  @Override
  public final double gradientNorm() {
    return gradients().isEmpty() ? 0 : norm(gradients(), 0, layout.elements());
  }

  @Override
  public final Map<String, Double> norms(Part part) {
    if (part == Part.STATISTICS) {
      throw new IllegalArgumentException("Running statistics are not of parameters");
    }
    INDArray flat = part(part);
    Map<String, Double> norms = new LinkedHashMap<>();
    for (Slice slice : layout.parameters().values()) {
      long length = slice.parameter().elements();
      norms.put(slice.parameter().name(), norm(flat, slice.offset(), length));
    }
    return norms;
  }

  /**
   * {@return the Euclidean norm of a stretch that is not empty, summed in 64 bits}
   *
   * @param flat of masters or gradients
   * @param from the first element
   * @param length how many elements, at least 1
   */
  protected abstract double norm(INDArray flat, long from, long length);

  @Override
  public final void zeroGradients(List<Segment> segments) {
    for (Segment segment : segments) {
      gradients().get(NDArrayIndex.interval(segment.from(), segment.to())).assign(0);
    }
  }

  @Override
  public void close() {
    reparametrization.close();
    for (INDArray array : Arrays.asList(masters, gradients, statistics)) {
      if (array != null && array.closeable()) {
        array.close();
      }
    }
  }

  private INDArray part(Part part) {
    return switch (part) {
      case MASTERS -> masters;
      case GRADIENTS -> gradients();
      case STATISTICS -> statistics;
    };
  }

  private void checkFits(String what, INDArray own, FlatArray other) {
    INDArray values = other.values();
    if (values.length() > 1 && (values.ordering() != 'c' || values.elementWiseStride() != 1)) {
      throw new IllegalArgumentException(
          "The %s is a view whose values do not lie one after another, such as a column; give a dense array"
              .formatted(what));
    }
    if (values.length() != own.length() || values.dataType() != type()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The %s holds %d values of %s, but %d of %s are needed.",
              what,
              values.length(),
              values.dataType(),
              own.length(),
              type()));
    }
  }

  private void putViews(INDArray flat, Map<String, INDArray> views) {
    for (Slice slice : layout.parameters().values()) {
      long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
      INDArray stretch = flat.get(NDArrayIndex.interval(slice.offset(), slice.end()));
      views.put(slice.parameter().name(), stretch.reshape('c', shape));
    }
  }

  private static INDArray find(Map<String, INDArray> views, String name) {
    INDArray view = views.get(name);
    if (view == null) {
      throw new NoSuchElementException("The network has no parameter '" + name + "'");
    }
    return view;
  }
}
