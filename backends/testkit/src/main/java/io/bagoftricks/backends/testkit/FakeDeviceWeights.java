package io.bagoftricks.backends.testkit;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Weights on the device, and the host's copies of their parts. */
final class FakeDeviceWeights implements Weights {
  private final Weights device;
  private final Traffic traffic;
  private final MirroredArray masters;
  private final MirroredArray statistics;
  private @Nullable MirroredArray gradients;

  FakeDeviceWeights(Weights device, Traffic traffic) {
    this.device = device;
    this.traffic = traffic;
    masters = new MirroredArray("masters", device.masters(), traffic);
    statistics = new MirroredArray("statistics", device.statistics(), traffic);
  }

  /** The weights on the device, which plans run on. */
  Weights onDevice() {
    return device;
  }

  /** A plan is about to read masters and statistics. */
  void beforeForward() {
    masters.beforeUse();
    statistics.beforeUse();
  }

  /** A forward has written the running statistics. */
  void afterTrainingForward() {
    statistics.outdate();
  }

  /** A plan is about to read masters and to write gradients. */
  void beforeBackward() {
    masters.beforeUse();
    part(Part.GRADIENTS).beforeUse();
  }

  /** A backward has written the gradients. */
  void afterBackward() {
    part(Part.GRADIENTS).outdate();
  }

  @Override
  public Network network() {
    return device.network();
  }

  @Override
  public ParameterLayout layout() {
    return device.layout();
  }

  @Override
  public long version() {
    return device.version();
  }

  @Override
  public INDArray masters() {
    return masters.host();
  }

  @Override
  public INDArray gradients() {
    return part(Part.GRADIENTS).host();
  }

  @Override
  public INDArray statistics() {
    return statistics.host();
  }

  @Override
  public INDArray parameter(String name) {
    return view(masters(), name);
  }

  @Override
  public INDArray gradient(String name) {
    return view(gradients(), name);
  }

  @Override
  public void written(Part part) {
    part(part).written();
    device.written(part);
  }

  @Override
  public FlatArray array(long length) {
    return FakeDeviceArray.of(device.array(length), traffic);
  }

  @Override
  public FlatArray view(INDArray host) {
    return FakeDeviceArray.view(host, device.array(host.length()), traffic);
  }

  @Override
  public void copyInto(Part part, FlatArray target) {
    part(part).beforeUse();
    device.copyInto(part, FakeDeviceArray.of(target).toWrite());
  }

  @Override
  public void copyFrom(Part part, FlatArray source) {
    part(part).beforeUse();
    device.copyFrom(part, FakeDeviceArray.of(source).toRead());
    part(part).outdate();
  }

  @Override
  public void lerpInto(Part part, FlatArray target, double fraction) {
    part(part).beforeUse();
    device.lerpInto(part, FakeDeviceArray.of(target).toWrite(), fraction);
  }

  @Override
  public double gradientNorm() {
    part(Part.GRADIENTS).beforeUse();
    return device.gradientNorm();
  }

  @Override
  public Map<String, Double> norms(Part part) {
    part(part).beforeUse();
    return device.norms(part);
  }

  @Override
  public void scaleGradients(double factor) {
    part(Part.GRADIENTS).beforeUse();
    device.scaleGradients(factor);
    part(Part.GRADIENTS).outdate();
  }

  @Override
  public void zeroGradients(List<Segment> segments) {
    part(Part.GRADIENTS).beforeUse();
    device.zeroGradients(segments);
    part(Part.GRADIENTS).outdate();
  }

  @Override
  public boolean gradientsFinite() {
    part(Part.GRADIENTS).beforeUse();
    return device.gradientsFinite();
  }

  @Override
  public void update(Update update) {
    masters.beforeUse();
    part(Part.GRADIENTS).beforeUse();
    try {
      device.update(
          new Update(
              update.rule(),
              update.groups(),
              update.momentum(),
              update.count(),
              index -> FakeDeviceArray.of(update.state().get(index)).toWrite()));
    } finally {
      masters.outdate();
    }
  }

  /** {@inheritDoc} Arrays that were written must have been reported by then. */
  @Override
  public void close() {
    masters.beforeUse();
    statistics.beforeUse();
    if (gradients != null) {
      gradients.beforeUse();
    }
    masters.close();
    statistics.close();
    if (gradients != null) {
      gradients.close();
    }
    device.close();
  }

  /** Gradients are there when they are first asked for: evaluation alone needs none. */
  private MirroredArray part(Part part) {
    if (part == Part.MASTERS) {
      return masters;
    }
    if (part == Part.STATISTICS) {
      return statistics;
    }
    MirroredArray made = gradients;
    if (made == null) {
      made = new MirroredArray("gradients", device.gradients(), traffic);
      gradients = made;
    }
    return made;
  }

  private INDArray view(INDArray flat, String name) {
    ParameterLayout.Slice slice = layout().slice(name);
    long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
    return flat.get(NDArrayIndex.interval(slice.offset(), slice.end())).reshape('c', shape);
  }
}
