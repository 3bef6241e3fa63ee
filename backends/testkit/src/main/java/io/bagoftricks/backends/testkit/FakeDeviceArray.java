package io.bagoftricks.backends.testkit;

import io.bagoftricks.backends.spi.FlatArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A flat array on the device. */
final class FakeDeviceArray implements FlatArray {
  private final FlatArray device;
  private final MirroredArray mirror;
  private final boolean ownsHost;

  private FakeDeviceArray(FlatArray device, MirroredArray mirror, boolean ownsHost) {
    this.device = device;
    this.mirror = mirror;
    this.ownsHost = ownsHost;
  }

  /** An array that was made on the device; this owns it. */
  static FakeDeviceArray of(FlatArray device, Traffic traffic) {
    return new FakeDeviceArray(
        device, new MirroredArray("flat array", device.values(), traffic), true);
  }

  /** A copy on the device, which this owns, of an array that the host owns. */
  static FakeDeviceArray view(INDArray host, FlatArray device, Traffic traffic) {
    MirroredArray mirror = new MirroredArray("flat array", device.values(), host, traffic);
    mirror.written();
    return new FakeDeviceArray(device, mirror, false);
  }

  /**
   * The array behind the wall.
   *
   * @throws IllegalArgumentException if it is another backend's
   */
  static FakeDeviceArray of(FlatArray array) {
    if (array instanceof FakeDeviceArray own) {
      return own;
    }
    throw new IllegalArgumentException(
        "A flat array of %s is not on this device. Make it with the weights."
            .formatted(array.getClass().getName()));
  }

  /** On the device, about to be read there. */
  FlatArray toRead() {
    mirror.beforeUse();
    return device;
  }

  /** On the device, about to be written there; what the host has is out of date. */
  FlatArray toWrite() {
    mirror.beforeUse();
    mirror.outdate();
    return device;
  }

  @Override
  public long length() {
    return device.length();
  }

  @Override
  public INDArray values() {
    return mirror.host();
  }

  @Override
  public void written() {
    mirror.written();
  }

  /**
   * Frees the memory.
   *
   * @throws IllegalStateException if the host's copy was written, and nobody said so
   */
  @Override
  public void close() {
    mirror.beforeUse();
    device.close();
    if (ownsHost) {
      mirror.close();
    }
  }
}
