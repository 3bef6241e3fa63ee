package io.bagoftricks.backends.testkit;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.ZeroCounter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan on the device; what comes out of it is copied to the host. */
final class FakeDevicePlan implements Plan {
  private static final String LOGITS = "";

  private final FakeDeviceWeights weights;
  private final Plan device;
  private final Map<String, INDArray> copies = new HashMap<>();

  FakeDevicePlan(FakeDeviceWeights weights, Plan device) {
    this.weights = weights;
    this.device = device;
  }

  @Override
  public PlanSpec spec() {
    return device.spec();
  }

  @Override
  public INDArray forward(INDArray input, Draws draws) {
    return forward(input, ForwardDraws.of(draws));
  }

  @Override
  public INDArray forward(INDArray input, ForwardDraws draws) {
    weights.beforeForward();
    INDArray logits = device.forward(input, draws);
    if (spec().phase() == Phase.TRAINING) {
      weights.afterTrainingForward();
    }
    return copy(LOGITS, logits);
  }

  @Override
  public INDArray tap(String layer) {
    return copy(layer, device.tap(layer));
  }

  @Override
  public void backward(INDArray logitsGradient, Accumulate mode) {
    weights.beforeBackward();
    try {
      device.backward(logitsGradient, mode);
    } finally {
      weights.afterBackward();
    }
  }

  @Override
  public void profile(@Nullable Profiler profiler) {
    device.profile(profiler);
  }

  @Override
  public void countZeros(@Nullable ZeroCounter counter) {
    device.countZeros(counter);
  }

  @Override
  public void close() {
    copies.values().forEach(INDArray::close);
    copies.clear();
    device.close();
  }

  private INDArray copy(String name, INDArray onDevice) {
    INDArray copy = copies.computeIfAbsent(name, n -> onDevice.ulike());
    copy.assign(onDevice);
    return copy;
  }
}
