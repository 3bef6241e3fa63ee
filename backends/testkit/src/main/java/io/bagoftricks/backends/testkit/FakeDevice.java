package io.bagoftricks.backends.testkit;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Another backend behind a wall, as if it computed on a device with a memory of its own: weights,
 * gradients and running statistics are there, and what the host has are copies. A copy that is out
 * of date holds NaN. Whoever writes a copy and does not say so gets an exception as soon as the
 * device computes: on a real device the write would be lost.
 */
public final class FakeDevice implements Backend {
  /** The name on the command line. */
  public static final String ID = "fake-device";

  private final Backend device;
  private final Traffic traffic = new Traffic();

  /**
   * Builds the wall.
   *
   * @param device what computes
   */
  public FakeDevice(Backend device) {
    this.device = device;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return device.description() + ", behind a wall";
  }

  @Override
  public Set<Precision> precisions() {
    return device.precisions();
  }

  @Override
  public Precision stored(Precision precision) {
    return device.stored(precision);
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return device.remark(precision);
  }

  /**
   * {@return the names of what the host has fetched so far, in order: {@code masters}, {@code
   * gradients}, {@code statistics}, {@code flat array}} Logits and taps do not count.
   */
  public List<String> fetched() {
    return traffic.fetched();
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    return new FakeDeviceWeights(device.allocate(network, masters), traffic);
  }

  /** Holds NaN until it is filled. */
  @Override
  public INDArray inputArray(Precision masters, long... shape) {
    return device.inputArray(masters, shape).assign(Double.NaN);
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    if (!(weights instanceof FakeDeviceWeights own)) {
      throw new IllegalArgumentException(
          "These weights are not of backend '%s' but %s. Allocate them with the backend that plans."
              .formatted(ID, weights.getClass().getName()));
    }
    return new FakeDevicePlan(own, device.plan(own.onDevice(), spec));
  }
}
